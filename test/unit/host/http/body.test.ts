import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { asFault } from '@poshub-bridge/core';
import { expect } from 'chai';
import { readBody } from '#host/http/body.js';
import { Room, SPARED } from '#host/http/room.js';
import { until } from '../../../support/until.js';

const POST = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody';

describe('the body of a request', () => {
  let server: Server;
  let port = 0;
  const requests: IncomingMessage[] = [];
  beforeEach(async () => {
    requests.length = 0;
    server = createServer((request) => requests.push(request)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address: AddressInfo | string | null = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function sent(): Promise<{ readonly req: IncomingMessage; readonly hangUp: () => void }> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(POST);
    await until(() => requests[0]?.complete === true);
    const [req] = requests;
    if (req === undefined) throw new Error('there is no request');
    return { req, hangUp: () => socket.destroy() };
  }

  /** A request whose body of so many bytes comes bit by bit. */
  async function sending(length: number): Promise<{
    readonly req: IncomingMessage;
    readonly send: (bytes: number) => void;
    readonly hangUp: () => void;
  }> {
    const at = requests.length;
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
    await until(() => requests[at] !== undefined);
    const req = requests[at];
    if (req === undefined) throw new Error('there is no request');
    return { req, send: (bytes) => void socket.write(Buffer.alloc(bytes, 'x')), hangUp: () => socket.destroy() };
  }
  type Sending = Awaited<ReturnType<typeof sending>>;

  const MOST = 50_000;
  /** What is counted of a body of which one byte is missing. */
  const COUNTED = MOST - 1 - SPARED;
  const outcomeOf = (body: Promise<Uint8Array>): Promise<string> =>
    body.then(
      ({ byteLength }) => `${byteLength} bytes`,
      (error: unknown) => asFault(error).code,
    );
  /** As many bodies as four of the largest make room for, each without its last byte. */
  async function filled(room: Room): Promise<{ readonly senders: Sending[]; readonly outcomes: Promise<string>[] }> {
    const [senders, outcomes]: [Sending[], Promise<string>[]] = [[], []];
    for (let taken = COUNTED; taken <= 4 * MOST; taken += COUNTED) {
      const sender = await sending(MOST);
      senders.push(sender);
      outcomes.push(outcomeOf(readBody(sender, MOST, room)));
      sender.send(MOST - 1);
      await until(() => room.taken === taken);
    }
    return { senders, outcomes };
  }

  it('leaves where large ones take more room than there is, if it is read for longest; the others go on', async () => {
    const room = new Room(0);
    const { senders, outcomes } = await filled(room);
    const late = await sending(MOST);
    outcomes.push(outcomeOf(readBody(late, MOST, room)));
    late.send(MOST - 1);
    expect(await outcomes[0]).to.equal('request.no_room');
    for (const { send } of [...senders.slice(1), late]) send(1);
    expect(new Set(await Promise.all(outcomes.slice(1)))).to.deep.equal(new Set([`${MOST} bytes`]));
    expect(room.taken).to.equal(0);
  });

  it('finds room in any case where it is small', async () => {
    const room = new Room(0);
    const { senders } = await filled(room);
    const { taken } = room;
    const small = await sending(SPARED);
    const outcome = outcomeOf(readBody(small, MOST, room));
    small.send(SPARED);
    expect(await outcome).to.equal(`${SPARED} bytes`);
    expect([room.taken, senders.length]).to.deep.equal([taken, Math.floor((4 * MOST) / COUNTED)]);
  });

  it('gives its room back when its sender breaks off, or sends too much', async () => {
    const room = new Room();
    const [gone, endless] = [await sending(MOST), await sending(MOST)];
    const outcomes = [outcomeOf(readBody(gone, MOST, room)), outcomeOf(readBody(endless, MOST, room))];
    gone.send(MOST - 1);
    endless.send(MOST - 1);
    await until(() => room.taken === 2 * COUNTED);
    gone.hangUp();
    expect(await outcomes[0]).to.equal('request.unreadable');
    expect(room.taken).to.equal(COUNTED);
    endless.req.emit('data', Buffer.alloc(2));
    expect(await outcomes[1]).to.equal('request.too_large');
    expect(room.taken).to.equal(0);
  });

  it('is read although it came as a whole before anybody asked for it', async () => {
    const { req, hangUp } = await sent();
    expect(Buffer.from(await readBody({ req }, 4)).toString()).to.equal('body');
    hangUp();
  });

  it('is refused, not awaited for ever, where the sender was gone before anybody asked for it', async () => {
    const { req, hangUp } = await sent();
    hangUp();
    await until(() => req.destroyed);
    const fault = await readBody({ req }, 4).then(() => undefined, asFault);
    expect(fault?.code).to.equal('request.unreadable');
  });
});
