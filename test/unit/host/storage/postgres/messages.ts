/** A message of PostgreSQL's protocol. */
function message(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** What a server says to whom it lets in without a password. */
export const WELCOME = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
/** What it says to all when it is shut down. */
export const LAST_WORD = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));
