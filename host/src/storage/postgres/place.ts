import { Fault } from '@poshub-bridge/core';

/** Whether a storage's URL names a PostgreSQL. */
export function isPostgres(url: string): boolean {
  return /^postgres(?:ql)?:/i.test(url);
}

/** Where a PostgreSQL is, for a person: without the password and without whatever else stands in its URL. */
export function shownPlace(url: string): string {
  const { username, hostname, port, pathname, searchParams } = parsed(url);
  const user = searchParams.get('user') ?? username;
  const host = searchParams.get('host') ?? hostname;
  return `postgres://${user === '' ? '' : `${user}@`}${host}${port === '' ? '' : `:${port}`}${pathname}`;
}

/** The spellings of the password in a storage's URL; none where it has none. */
export function passwordsIn(url: string): readonly string[] {
  if (!isPostgres(url) || !URL.canParse(url)) return [];
  const { password, searchParams } = new URL(url);
  const asked = searchParams.get('password') ?? '';
  return [password, decoded(password), asked, encodeURIComponent(asked)].filter((one) => one !== '');
}

function parsed(url: string): URL {
  if (URL.canParse(url)) return new URL(url);
  // The text is not repeated: it holds a password.
  throw new Fault('config.invalid', {
    detail: 'storage.url is no URL: special characters of its password are to be written as %40 for @, %2F for /',
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
