import { createServer } from 'node:http';

/** A vendor's own pages, on two hosts as real ones are: one redirects to the other, which asks the merchant. */
export interface VendorPages {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param agree gives the code for what the authorize URL asks for
 */
export async function openVendorPages(
  agree: (authorizeUrl: string) => { code: string; state: string },
): Promise<VendorPages> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
    if (url.hostname === '127.0.0.1') {
      response.writeHead(302, { location: `http://localhost:${url.port}${url.pathname}${url.search}` }).end();
      return;
    }
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    const { code, state } = agree(url.href);
    const link = (query: Readonly<Record<string, string>>): string => {
      back.search = new URLSearchParams(query).toString();
      return back.href.replaceAll('&', '&amp;');
    };
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><title>Demo Till</title><link rel="icon" href="data:,"><h1>May POS Hub use your till?</h1>
       <a href="${link({ code, state })}">Allow</a> <a href="${link({ error: 'access_denied', state })}">Deny</a>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
