import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { ATTEMPT_LIFE, Fault, SECOND } from '@poshub-bridge/core';

const SECRET = /^[A-Za-z0-9_-]{43}$/;
const NAME_LENGTH = 200;

/** What the host and one browser know of each other. The host keeps nothing but digests. */
export interface BrowserMemory {
  /** Gives the browser the secret by which it is known from now on. */
  remember(ctx: Context, secret: string): void;
  /** The browser's secret. @throws Fault `install.expired` where it has none */
  secret(ctx: Context): string;
  forget(ctx: Context): void;
  /** Leaves a store's name for the connection's last page; nobody but this browser is told. */
  rememberStore(ctx: Context, connectionId: string, name: string): void;
  store(ctx: Context): string | undefined;
  /** @throws Fault `install.expired` where a page of another site sends a form */
  demandOwnPage(ctx: Context): void;
}

/** @param publicUrl where the outside reaches the host, without a slash at the end */
export function createBrowserMemory(publicUrl: string): BrowserMemory {
  const { origin, pathname, protocol } = new URL(publicUrl);
  const isSecure = protocol === 'https:';
  const home = `${pathname.replace(/\/$/, '')}/connect`;
  const nameOf = (name: string): string => (isSecure ? `__Secure-${name}` : name);
  const [secretName, storeName] = [nameOf('connect'), nameOf('connected')];

  // Koa refuses secure cookies on the plain HTTP that a TLS proxy speaks to the host, so the header is written here.
  function set(ctx: Context, name: string, value: string, path: string, seconds = ATTEMPT_LIFE / SECOND): void {
    const flags = `Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
    ctx.append('Set-Cookie', `${name}=${value}; ${flags}`);
  }

  return {
    remember: (ctx, secret) => set(ctx, secretName, secret, home),
    secret: (ctx) => {
      const value = ctx.cookies.get(secretName, { signed: false });
      if (value === undefined || !SECRET.test(value))
        throw new Fault('install.expired', { detail: 'the browser has no secret' });
      return value;
    },
    forget: (ctx) => set(ctx, secretName, '', home, 0),
    rememberStore: (ctx, connectionId, name) => {
      const value = Buffer.from(name.slice(0, NAME_LENGTH)).toString('base64url');
      set(ctx, storeName, value, `${home}/${connectionId}/done`);
    },
    store: (ctx) => {
      const value = ctx.cookies.get(storeName, { signed: false });
      return value === undefined ? undefined : Buffer.from(value, 'base64url').toString('utf8');
    },
    demandOwnPage: (ctx) => {
      const sender = ctx.get('origin');
      const site = ctx.get('sec-fetch-site');
      if ((sender !== '' && sender !== origin) || (site !== '' && site !== 'same-origin'))
        throw new Fault('install.expired', { detail: 'the form was sent from elsewhere' });
    },
  };
}

/** 32 random bytes: 43 characters that may stand anywhere in a URL or a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, hex: what the host keeps of a secret. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The PKCE challenge of a verifier, by S256. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** What a form must repeat: only who can read a page of this browser knows it. */
export function formToken(secret: string): string {
  return createHmac('sha256', secret).update('form of the connect pages').digest('base64url');
}

/** Compares in constant time. @throws Fault `install.expired` */
export function demandFormToken(secret: string, given: string | undefined): void {
  const [expected, sent] = [Buffer.from(formToken(secret)), Buffer.from(given ?? '')];
  if (expected.length !== sent.length || !timingSafeEqual(expected, sent))
    throw new Fault('install.expired', { detail: 'the form carries no valid token' });
}
