/** A page as a browser without pictures sees it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
}

/** Walks through pages as a merchant's browser does: keeps cookies, follows redirects, sends forms. */
export class TextBrowser {
  readonly #cookies = new Map<string, string>();

  /** Opens an address. @throws Error when redirects never end */
  async open(url: string): Promise<Page> {
    return this.#follow(url, { method: 'GET' });
  }

  /** Sends a page's first form with the given fields over the form's own. @throws Error where there is no form */
  async submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
    const form = /<form\b[^>]*>[\s\S]*?<\/form>/i.exec(page.html)?.[0];
    if (form === undefined) throw new Error(`there is no form on ${new URL(page.url).pathname}: ${headingOf(page)}`);
    const action = attribute(/<form\b[^>]*>/i.exec(form)?.[0] ?? '', 'action') ?? page.url;
    const body = new URLSearchParams({ ...presetFields(form), ...fields });
    const origin = new URL(page.url).origin;
    return this.#follow(new URL(action, page.url).href, { method: 'POST', body, headers: { origin } });
  }

  async #follow(first: string, request: RequestInit): Promise<Page> {
    let url = first;
    let options = request;
    for (let hops = 0; hops < 10; hops += 1) {
      const headers = new Headers(options.headers);
      if (this.#cookies.size > 0)
        headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
      const response = await fetch(url, {
        ...options,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(15_000),
      });
      for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
      const next = response.headers.get('location');
      if (next === null) return { url, status: response.status, html: await response.text() };
      await response.body?.cancel();
      url = new URL(next, url).href;
      options = { method: 'GET' };
    }
    throw new Error(`${first} redirects without an end`);
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    if (/max-age=0\b/i.test(cookie)) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** What stands in a page's first heading. */
export function headingOf({ html, status }: Page): string {
  return (/<h1\b[^>]*>([\s\S]*?)<\/h1>/i.exec(html)?.[1] ?? `status ${status}`).replace(/<[^>]*>/g, '').trim();
}

/** The values of a page's radio buttons, with the text of their labels behind them. */
export function choicesOf({ html }: Page): readonly string[] {
  return [...html.matchAll(/<input\b[^>]*type="radio"[^>]*>/gi)].flatMap(([tag]) => attribute(tag, 'value') ?? []);
}

function presetFields(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/gi)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')];
    if (name !== undefined && (type === 'hidden' || (type === 'radio' && /\bchecked\b/.test(tag))))
      fields[name] = attribute(tag, 'value') ?? '';
  }
  Object.assign(fields, selectedIn(form));
  const button = /<button\b[^>]*\bname="[^>]*>/i.exec(form)?.[0];
  const name = button === undefined ? undefined : attribute(button, 'name');
  if (button !== undefined && name !== undefined) fields[name] = attribute(button, 'value') ?? '';
  return fields;
}

/** What is chosen in lists at first: what is marked, or the first. */
function selectedIn(form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [select] of form.matchAll(/<select\b[^>]*>[\s\S]*?<\/select>/gi)) {
    const name = attribute(select, 'name');
    const options = [...select.matchAll(/<option\b[^>]*>/gi)].map(([tag]) => tag);
    const chosen = options.find((tag) => /\bselected\b/.test(tag)) ?? options[0];
    if (name !== undefined && chosen !== undefined) fields[name] = attribute(chosen, 'value') ?? '';
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value?.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<');
}
