import { expect } from 'chai';
import {
  asFault,
  Fault,
  FAULTS,
  isFaultCode,
  reportFault,
  type Credentials,
  type Log,
  type StoreSession,
} from '@poshub-bridge/core';
import { createHttpClient } from '#host/outbound/http-client.js';
import { createPosHub } from '#pos-hub/index.js';
import { realClock, seededChance } from '../../support/clock.js';
import { CollectedLog } from '../../support/log.js';
import { createSystem } from '../adapter-till/support/rig.js';
import { ticketOf } from '../adapter-till/support/tickets.js';
import { IDS, ORDER_ID, STORE } from '../pos-hub/support/orders.js';
import { settingsOf } from '../pos-hub/support/settings.js';
import { openDesk } from './http/console/support/desk.js';
import { Operator } from './http/console/support/operator.js';
import { startServer } from './http/support/server.js';
import { startEcho, type Echo, type Mood } from './support/echo.js';

const CANARY = 'kanarie';
const MOODS: readonly Mood[] = [400, 401, 403, 404, 409, 422, 429, 500, 503, 302, 'nonsense', 'drop'];

/** All that a fault can tell, to whomever. */
function told(error: unknown): string {
  const fault = asFault(error);
  return [fault.message, fault.detail, fault.path, JSON.stringify(fault), JSON.stringify(reportFault(fault))].join(
    '\n',
  );
}

/** What a log line tells, less its cause: of that the log shows neither message nor fields. */
function lines(log: CollectedLog): string {
  return JSON.stringify(log.lines.map(({ event, fields }) => [event, fields]));
}

describe('a fault of', () => {
  let echo: Echo;
  const log = new CollectedLog();
  beforeEach(async () => {
    echo = await startEcho(() => ({ body: { access_token: `${CANARY}-access`, expires_in: 3_600 } }));
    echo.gossip = '';
  });
  afterEach(() => echo.stop());

  const http = () =>
    createHttpClient({ hosts: [new URL(echo.url).host], allowPrivateAddresses: true, timeoutMs: 2_000 });

  /** What each call tells when it fails; whether some succeed does not matter. */
  async function failures(calls: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
    const seen: string[] = [];
    for (const mood of MOODS)
      for (const call of calls) {
        echo.mood = mood;
        await call().catch((error: unknown) => seen.push(told(error)));
      }
    return seen;
  }

  it('POS Hub repeats neither the secret, a token, a code, nor what it says of a guest', async () => {
    const settings = settingsOf({ baseUrl: echo.url, clientSecret: `${CANARY}-secret`, attempts: 1 });
    const quiet: Log = log;
    const hub = () => createPosHub({ settings, http: http(), clock: realClock, chance: seededChance(1), log: quiet });
    /** With a token that it was given while all was well. */
    const inTrouble = async (call: (posHub: ReturnType<typeof hub>) => Promise<unknown>): Promise<unknown> => {
      const [posHub, { mood }] = [hub(), echo];
      echo.mood = 'fine';
      await posHub.location(IDS).catch(() => undefined);
      echo.mood = mood;
      return call(posHub);
    };
    const listed = async (posHub: ReturnType<typeof hub>): Promise<void> => {
      await posHub.orders(IDS, 'placed', STORE)[Symbol.asyncIterator]().next();
    };
    const withoutGuests = await failures([
      () => hub().completeInstall({ ...IDS, code: `${CANARY}-code` }),
      () => hub().connection(IDS),
      () => inTrouble((posHub) => posHub.completeInstall({ ...IDS, code: `${CANARY}-code` })),
      () => inTrouble((posHub) => posHub.connection(IDS)),
      () => inTrouble((posHub) => posHub.location(IDS)),
      () => inTrouble((posHub) => posHub.setConnection(IDS, { status: 'completed' })),
    ]);
    echo.gossip = `${CANARY} lives at 1 Frith Street`;
    const aboutGuests = await failures([
      () => inTrouble((posHub) => posHub.order(IDS, ORDER_ID, STORE)),
      () => inTrouble(listed),
      () => inTrouble((posHub) => posHub.report(IDS, ORDER_ID, { status: 'accepted' })),
    ]);
    expect(withoutGuests.length).to.be.greaterThan(5 * MOODS.length);
    expect(aboutGuests.length).to.be.greaterThan(2 * MOODS.length);
    for (const text of [...withoutGuests, ...aboutGuests]) expect(text.toLowerCase()).not.to.contain(CANARY);
    expect(lines(log)).not.to.contain(CANARY);
  });

  it('the till repeats neither the key nor a ticket', async () => {
    const settings = { baseUrl: echo.url, webhookSecret: `${CANARY}-webhooks-secret` };
    const till = createSystem(http(), { settings, log });
    const credentials: Credentials = { apiKey: `${CANARY}-key` };
    const store = { ref: 'str_soho', name: 'Soho', currency: 'GBP', timezone: 'Europe/London' };
    const session: StoreSession = { connectionId: 'c1', credentials, store };
    const catalog = async (): Promise<void> => {
      await till.catalog(session)[Symbol.asyncIterator]().next();
    };
    echo.gossip = CANARY;
    const seen = await failures([
      () => till.stores(session),
      () => Promise.resolve(till.attach?.(session)),
      () => Promise.resolve(till.detach?.(session)),
      catalog,
      () => till.submit(session, ticketOf({ note: `${CANARY} is allergic to nuts` })),
      () => till.find(session, ORDER_ID),
      () => till.read(session, 'ord_1'),
      () => till.cancel(session, 'ord_1', 'other'),
      () => till.poll(session, '1.2.3.4'),
    ]);
    expect(seen.length).to.be.greaterThan(7 * MOODS.length);
    for (const text of seen) expect(text.toLowerCase()).not.to.contain(CANARY);
    expect(lines(log)).not.to.contain(CANARY);
  });
});

describe('every fault', () => {
  const codes = Object.keys(FAULTS).filter(isFaultCode);
  const secret = (): Error => Object.assign(new Error(`${CANARY}-cause`), { config: { auth: CANARY } });
  const thrown: readonly unknown[] = [
    ...codes.map((code) => new Fault(code, { cause: secret(), retryAfterMs: 1_000 })),
    ...[secret(), Object.assign(new TypeError(CANARY), { code: CANARY }), CANARY, { message: CANARY }, null],
  ];

  it('is answered without what caused it, by its code and status', async () => {
    const server = await startServer();
    try {
      for (const error of thrown) {
        server.till.receive = () => {
          throw error;
        };
        const { status, text, body } = await server.call('/vendor/webhooks', { method: 'POST', body: CANARY });
        expect(status).to.be.within(400, 599);
        expect(body).to.have.property('code', asFault(error).code);
        expect(text.toLowerCase()).not.to.contain(CANARY);
      }
      expect(lines(server.storage.log)).not.to.contain(CANARY);
    } finally {
      await server.dispose();
    }
  });

  it('on an order is shown in the console without what caused it', async () => {
    const desk = await openDesk();
    try {
      const operator = await Operator.signedIn(desk);
      await desk.connect();
      for (const code of ['vendor.refused', 'order.too_long', 'menu.item_unknown', 'bridge.broken'] as const) {
        desk.till.plan('submit', new Fault(code, { cause: secret() }));
        await desk.order(`o-${code}`, { notes: `${CANARY}-note` }).catch(() => undefined);
        for (const path of ['', `/orders/o-${code}`, '/connections', '/connections/connection-1']) {
          const { status, text } = await operator.get(path);
          expect(status, path).to.equal(200);
          expect(text.toLowerCase()).not.to.contain(CANARY);
        }
      }
      expect(lines(desk.storage.log)).not.to.contain(CANARY);
    } finally {
      await desk.close();
    }
  });
});
