import type { InstallRequest } from '@poshub-bridge/core';
import { MERCHANT } from './fakes.js';
import type { World } from './world.js';

/** What a browser got. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it is sent on to; empty where it is not. */
  readonly location: string;
}

/** A browser: it keeps cookies and sends the forms that it is shown. It follows redirects only when told to. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #world: Pick<World, 'publicUrl' | 'serverUrl'>;

  constructor(world: Pick<World, 'publicUrl' | 'serverUrl'>) {
    this.#world = world;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#send(url, { headers });
  }

  /** Sends a form as a page of the host's own would. */
  post(
    url: string,
    fields: Readonly<Record<string, string>> | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const { origin } = new URL(this.#world.publicUrl);
    return this.#send(url, { method: 'POST', body, headers: { ...type, origin, ...headers } });
  }

  /** Comes from POS Hub; the answer is that of its redirect. */
  install({ code, accountId, locationId, connectionId }: InstallRequest = MERCHANT): Promise<Answer> {
    const query = { code, account_id: accountId, location_id: locationId, connectionId };
    return this.get(`/poshub/install?${new URLSearchParams(query).toString()}`);
  }

  /** Comes from POS Hub and looks at the page that it is led to. */
  async arrive(request: InstallRequest = MERCHANT): Promise<Answer> {
    return this.get((await this.install(request)).location);
  }

  /** Fills in a form of a page and sends it to where the page says. */
  submit(page: Answer, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const action = /<form[^>]* action="([^"]*)"/.exec(page.text)?.[1] ?? '';
    const hidden = { step: valueOf(page, 'step'), csrf: valueOf(page, 'csrf') };
    return this.post(new URL(action, this.#world.publicUrl).href, { ...hidden, ...fields });
  }

  /** Gives the right credentials and looks at the stores. */
  async giveAccess(page: Answer): Promise<Answer> {
    return this.get((await this.submit(page, { region: 'eu', account: '12', key: 'right-key' })).location);
  }

  async #send(url: string, init: RequestInit): Promise<Answer> {
    const { publicUrl, serverUrl } = this.#world;
    const path = url.startsWith(publicUrl) ? url.slice(publicUrl.length) : url;
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(`${serverUrl}${path}`, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const text = await response.text();
    const location = response.headers.get('location') ?? '';
    return { status: response.status, headers: response.headers, text, location };
  }

  #keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (cookie.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** The value of a page's input. */
export function valueOf({ text }: Answer, name: string): string {
  const input = text.match(/<input[^>]*>/g)?.find((one) => one.includes(`name="${name}"`)) ?? '';
  return / value="([^"]*)"/.exec(input)?.[1] ?? '';
}

/** A page as text, without its tags and style. */
export function readable({ text }: Answer): string {
  return text
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}
