import { expect } from 'chai';
import { callerOf, createRequestLimits, Tally } from '#host/http/limits.js';
import { IDS, wireEvent } from '../../pos-hub/support/orders.js';
import { API_TOKEN, CATALOG_TOKEN } from '../support/configs.js';
import { Operator } from './console/support/operator.js';
import { MENU, startServer, type Answer, type TestServer } from './support/server.js';

const REFUSALS = 5;
const VISITS = 12;

describe('the limits for strangers', () => {
  let server: TestServer;
  afterEach(() => server.dispose());

  async function start(trustProxy = true): Promise<void> {
    const limits = createRequestLimits({ requestsPerMinute: VISITS, refusalsPerMinute: REFUSALS });
    server = await startServer({ limits, trustProxy });
    server.till.menu = [MENU];
    await server.connect();
  }

  const from = (address: string): Readonly<Record<string, string>> => ({ 'x-forwarded-for': address });
  /** A webhook that nobody signed. */
  const forged = (headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    server.call('/poshub/webhooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
    });
  const install = (headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    server.call('/poshub/install', { headers });
  /** The statuses of so many answers, one after the other. */
  async function statuses(count: number, ask: () => Promise<Answer>): Promise<readonly number[]> {
    const seen: number[] = [];
    for (let asked = 0; asked < count; asked += 1) seen.push((await ask()).status);
    return seen;
  }
  const logged = (): number => server.storage.log.lines.filter(({ level }) => level !== 'debug').length;

  it('make who forges webhooks wait, and no longer log each of them', async () => {
    await start();
    expect(await statuses(REFUSALS, forged)).to.deep.equal(Array(REFUSALS).fill(401));
    const lines = logged();
    const { status, headers, body } = await forged();
    expect([status, body]).to.deep.equal([
      429,
      { error: 'Too many requests came from this address.', code: 'request.too_many' },
    ]);
    expect(Number(headers.get('retry-after'))).to.be.within(1, 60);
    expect(logged()).to.equal(lines);
  });

  it('never keep out who signs, or has a token, however many forge from the same address', async () => {
    await start();
    await statuses(3 * REFUSALS, forged);
    expect(await statuses(3, () => server.tell(wireEvent()))).to.deep.equal([200, 200, 200]);
    expect(await statuses(20, () => server.api('/orders'))).to.deep.equal(Array(20).fill(200));
    const catalog = `/poshub/catalog?token=${CATALOG_TOKEN}&connectionId=${IDS.connectionId}`;
    expect((await server.call(catalog, { method: 'POST' })).status).to.equal(200);
    const till = { method: 'POST', headers: { 'x-till': 'signed' }, body: 'x' };
    server.till.receive = () => ({ events: [] });
    expect((await server.call('/vendor/webhooks', till)).status).to.equal(200);
    expect((await server.call('/health/ready')).status).to.equal(200);
  });

  for (const [what, path, init] of [
    ['a token of the API', '/api/v1/orders', { headers: { authorization: `Bearer ${API_TOKEN}x` } }],
    ['a token of the catalog', `/poshub/catalog?token=${CATALOG_TOKEN}x`, { method: 'POST' }],
    ['a signature of the till', '/vendor/webhooks', { method: 'POST', body: 'x' }],
  ] as const)
    it(`make who guesses ${what} wait`, async () => {
      await start();
      const answers = await statuses(REFUSALS + 2, () => server.call(path, init));
      expect(answers).to.deep.equal([...Array<number>(REFUSALS).fill(401), 429, 429]);
    });

  it('count what can’t be read or is of a wrong kind, too', async () => {
    await start();
    const wrong = (): Promise<Answer> => forged({ 'content-type': 'text/plain' });
    expect(await statuses(REFUSALS + 1, wrong)).to.deep.equal([...Array<number>(REFUSALS).fill(415), 429]);
  });

  it('let an address open so many pages, and each other as many', async () => {
    await start();
    const one = (): Promise<Answer> => install(from('198.51.100.1'));
    expect(await statuses(VISITS, one)).to.deep.equal(Array(VISITS).fill(400));
    const refused = await one();
    expect(refused.status).to.equal(429);
    expect(refused.headers.get('content-type')).to.match(/^text\/html/);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
    expect(refused.text).to.contain('Too many pages were opened at once').and.to.contain('request.too_many');
    expect((await install(from('198.51.100.2'))).status).to.equal(400);
  });

  it('ask POS Hub nothing for who opened too many pages', async () => {
    await start();
    const ids = 'code=c&account_id=a&location_id=l&connectionId=c';
    const asked = (): Promise<Answer> => server.call(`/poshub/install?${ids}`);
    await statuses(VISITS, asked);
    server.hub.completeInstall = () => {
      throw new Error('nobody should ask');
    };
    expect(await statuses(3, asked)).to.deep.equal([429, 429, 429]);
  });

  it('let strangers see the console’s sign-in so often, and who is signed in all they want', async () => {
    await start(false);
    const operator = new Operator({ publicUrl: 'https://bridge.example.com', serverUrl: server.url });
    expect((await operator.signIn(API_TOKEN)).status).to.equal(303);
    const stranger = (): Promise<Answer> => server.call('/console');
    expect((await statuses(VISITS, stranger)).at(-1)).to.equal(429);
    for (let count = 0; count < 2 * VISITS; count += 1) expect((await operator.get()).status).to.equal(200);
  });

  it('believe only the last address that a proxy forwards, and none where no proxy is trusted', async () => {
    await start();
    let count = 0;
    const hiding = (): Promise<Answer> => forged(from(`10.9.8.${(count += 1)}, 198.51.100.1`));
    expect((await statuses(REFUSALS + 1, hiding)).at(-1)).to.equal(429);
    expect((await forged(from('198.51.100.2'))).status).to.equal(401);
    await server.dispose();
    await start(false);
    expect((await statuses(REFUSALS + 1, hiding)).at(-1)).to.equal(429);
  });

  it('take the networks of IPv6 for callers, not each of their addresses', async () => {
    await start();
    let count = 0;
    const next = (): Promise<Answer> => forged(from(`2001:db8:1:2:${(count += 1).toString(16)}::1`));
    expect((await statuses(REFUSALS + 1, next)).at(-1)).to.equal(429);
    expect((await forged(from('2001:db8:1:3::1'))).status).to.equal(401);
  });
});

describe('a caller', () => {
  for (const [address, caller] of [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', callerOf('2001:db8:1:2::')],
    ['not an address', 'not an address'],
    ['', ''],
  ] as const)
    it(`of the address "${address}" is "${caller}"`, () => {
      expect(callerOf(address)).to.equal(caller);
    });
});

describe('a tally', () => {
  it('counts in bounded memory, whoever comes', async function () {
    this.timeout(60_000);
    const tally = new Tally(1_000_000);
    const fill = async (net: number): Promise<number> => {
      for (let count = 0; count < 60_000; count += 1) await tally.count(`10.${net}.${count >> 8}.${count & 255}`);
      return process.memoryUsage().heapUsed;
    };
    await fill(1);
    const before = await fill(2);
    expect((await fill(3)) - before).to.be.lessThan(30_000_000);
  });

  it('says how long to wait, and forgets who proved to be right', async () => {
    const tally = new Tally(2);
    expect(await tally.count('203.0.113.7')).to.equal(undefined);
    expect(await tally.count('203.0.113.7')).to.equal(undefined);
    expect(await tally.count('203.0.113.7')).to.be.within(1, 60_000);
    await tally.forget('203.0.113.7');
    expect(await tally.count('203.0.113.7')).to.equal(undefined);
  });
});
