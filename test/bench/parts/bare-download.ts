import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { Shop } from './shop.js';

/** The least that a read can cost: the same pages, downloaded one after the other by Node itself, parsed and dropped. */
export async function downloadBare({ url, token }: Shop): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  let bytes = 0;
  try {
    for (const types of ['IMAGE', 'CATEGORY,MODIFIER_LIST,TAX', 'ITEM']) {
      let cursor: unknown = '';
      while (typeof cursor === 'string') {
        const query = new URLSearchParams({ types, ...(cursor === '' ? {} : { cursor }) });
        const sent = request(`${url}/v2/catalog/list?${query.toString()}`, {
          agent,
          headers: { authorization: `Bearer ${token}`, 'square-version': '2025-08-20' },
        }).end();
        const text = await new Promise<string>((resolve, reject) => {
          sent.once('response', (answer) => void textOf(answer).then(resolve, reject)).once('error', reject);
        });
        bytes += text.length;
        const page: unknown = JSON.parse(text);
        cursor = typeof page === 'object' && page !== null && 'cursor' in page ? page.cursor : undefined;
      }
    }
  } finally {
    agent.destroy();
  }
  return bytes;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  if (answer.statusCode !== 200) throw new Error(`the page was answered with ${answer.statusCode ?? 0}`);
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => void chunks.push(chunk));
  await once(answer, 'end');
  return Buffer.concat(chunks).toString('utf8');
}
