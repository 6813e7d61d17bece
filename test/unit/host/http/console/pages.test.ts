import { expect } from 'chai';
import { Fault, type Order } from '@poshub-bridge/core';
import { until } from '../../../../support/until.js';
import { IDS } from '../../../../support/world.js';
import { MENU } from '../support/server.js';
import { readable } from '../connect/support/visitor.js';
import { openDesk, type Desk } from './support/desk.js';
import { Operator } from './support/operator.js';

const CANARY = 'Canary-Lovelace';

/** An order whose every personal part is a canary. */
const PERSONAL: Partial<Order> = {
  customer: { firstName: CANARY, lastName: CANARY, phone: CANARY, phonePin: CANARY, email: CANARY },
  notes: CANARY,
  fulfilment: { kind: 'delivery', by: 'store', address: { lines: [CANARY], city: CANARY }, instructions: CANARY },
};

describe('the pages of the console', () => {
  let desk: Desk;
  let operator: Operator;
  beforeEach(async () => {
    desk = await openDesk();
    await desk.connect();
    operator = await Operator.signedIn(desk);
  });
  afterEach(() => desk.close());

  const look = async (path = ''): Promise<string> => readable(await operator.get(path));

  /** An order that waits for a person. */
  async function held(id: string, fault = new Fault('vendor.refused', { detail: 'no such tender' })): Promise<void> {
    desk.till.plan('submit', fault);
    await desk.order(id, { number: '41' });
  }

  it('say so where nothing has come yet', async () => {
    expect(await look())
      .to.contain('No order needs you')
      .and.contain('No order has come yet');
  });

  it('tell the log of a path without end no more than its beginning', async () => {
    expect((await operator.get(`/orders/${'a'.repeat(8_000)}=`)).status).to.equal(404);
    expect(desk.storage.log.lines.flatMap(({ fields }) => fields['path'] ?? [])).to.deep.equal(['/console/orders/…']);
  });

  it('show orders with how they fare', async () => {
    await desk.order('o-1', { number: '41', channel: 'UBEREATS', total: { amount: 1234, currency: 'GBP' } });
    expect(await look()).to.match(/#41 UBEREATS .*accepted High Street 12\.34 GBP/);
    const page = await look('/orders/o-1');
    expect(page).to.match(/Order #41 .*Channel UBEREATS .*Total 12\.34 GBP Ticket ticket-1/);
    expect(page).to.match(/Timeline .*received .*submitted .*accepted/);
  });

  it('show orders of one phase or one store only, page by page', async () => {
    await desk.connect({ connectionId: 'connection-2', locationId: 'location-2' });
    for (let number = 1; number <= 26; number += 1) await desk.order(`o-${number}`, { number: String(100 + number) });
    await desk.order('other', { number: '200' }, 'connection-2');
    await held('o-27');
    expect(await look('?phase=attention'))
      .to.match(/All orders .*#41/)
      .and.not.contain('#126');
    expect(await look('?connection=connection-2'))
      .to.contain('#200')
      .and.not.contain('#126');
    const first = await operator.get('?connection=connection-1&phase=accepted');
    expect(readable(first)).to.contain('#126').and.not.contain('#101');
    const [, older = ''] = /<a id="older" href="\/console([^"]*)"/.exec(first.text) ?? [];
    expect(await look(older.replaceAll('&amp;', '&')))
      .to.contain('#101')
      .and.not.contain('#126');
  });

  for (const query of ['?after=nonsense', '?after=', '?phase=nonsense', '?connection=%00', '?told=%3Cscript%3E'])
    it(`do not stumble over ${query}`, async () => {
      const { status, text } = await operator.get(query);
      expect(status).to.be.oneOf([200, 400]);
      expect(text).not.to.contain('<script>');
    });

  it('lead with the orders that need a person, why, and what to do', async () => {
    await held('o-1');
    await desk.order('o-2', { number: '42' });
    const page = await look();
    expect(page).to.match(/1 order needs you .*#41 .*The till’s system refused the call\. The detail has its reason;/);
    expect(page).to.match(/vendor\.refused · no such tender/);
    expect(page.indexOf('needs you')).to.be.below(page.indexOf('#42'));
    for (const label of ['Retry', 'Entered by hand', 'Reject', 'Cancel']) expect(page).to.contain(label);
  });

  for (const [action, phase, status] of [
    ['retry', 'accepted', 'accepted'],
    ['entered-by-hand', 'accepted', 'accepted'],
    ['rejected', 'rejected', 'rejected'],
    ['cancelled', 'cancelled', 'cancelled'],
  ] as const)
    it(`let the operator settle an order: ${action}`, async () => {
      await held('o-1');
      const answer = await operator.send('/orders/o-1', { action, from: 'orders', round: '0' });
      expect([answer.status, answer.location]).to.deep.equal([303, `/console?told=${action}`]);
      await until(async () => (await desk.record('o-1')).phase === phase);
      await until(() => desk.hub.statusOf('o-1') === status);
      expect(desk.till.tickets).to.have.length(action === 'retry' ? 1 : 0);
    });

  it('show the effect at once, without a script', async () => {
    await held('o-1');
    const { location } = await operator.send('/orders/o-1', { action: 'rejected', from: 'order' });
    expect(readable(await operator.browser.get(location))).to.match(
      /Noted: the order is rejected.* Order #41 rejected/,
    );
  });

  it('retry once, however often a form is sent', async () => {
    await held('o-1');
    const forms = Array.from({ length: 5 }, () => operator.send('/orders/o-1', { action: 'retry', round: '0' }));
    await Promise.all(forms);
    await until(async () => (await desk.record('o-1')).phase === 'accepted');
    expect((await desk.record('o-1')).facts.round).to.equal(1);
    expect(desk.till.tickets).to.have.length(1);
  });

  it('change nothing where an order needs nobody any more, or an action is none', async () => {
    await desk.order('o-1');
    expect((await operator.send('/orders/o-1', { action: 'rejected' })).location).to.contain('told=moved-on');
    await held('o-2');
    expect((await operator.send('/orders/o-2', { action: 'constructor' })).location).to.contain('told=moved-on');
    expect((await desk.record('o-1')).phase).to.equal('accepted');
    expect((await desk.record('o-2')).phase).to.equal('attention');
  });

  it('offer for a ticket that could not be taken back only that it is dealt with', async () => {
    await desk.order('o-1', { number: '41' });
    desk.till.plan('cancel', new Fault('order.cancel_refused'));
    desk.hub.move('o-1', 'cancelled');
    await desk.tell('o-1');
    await until(async () => (await desk.record('o-1')).phase === 'attention');
    const { text } = await operator.get('/orders/o-1');
    expect([...text.matchAll(/name="action" value="([^"]*)"/g)].map(([, value]) => value)).to.deep.equal(['cancelled']);
  });

  it('show connections, why one failed, and what to do', async () => {
    const failure = { code: 'credentials.revoked', message: 'The merchant withdrew the access.' } as const;
    await desk.connect({ connectionId: 'connection-2', locationId: 'location-2', status: 'failed', failure });
    const page = await look('/connections');
    expect(page).to.match(/failed The merchant withdrew the access\. The merchant must connect again/);
    expect(page.indexOf('failed')).to.be.below(page.indexOf('Sync now'));
  });

  it('sync when asked, and show the report with its warnings', async () => {
    desk.till.menu = [MENU, { warnings: [{ ref: 'p1', message: 'its <b>picture</b> is too large' }] }];
    const answer = await operator.send('/connections/connection-1/sync', { force: 'no' });
    expect(answer.location).to.equal('/console/connections/connection-1?told=sync-begun');
    await until(async () => (await desk.storage.ledger.catalogs.runs(IDS.connectionId)).length > 0);
    const { text } = await operator.get('/connections/connection-1');
    expect(readable({ ...answer, text })).to.match(
      /applied 2 inserted 0 updated 0 deleted 0 unchanged asked for by operator/,
    );
    expect(text).to.contain('its &lt;b>picture');
  });

  it('show how far a sync is while it runs', async () => {
    let open = (): void => undefined;
    desk.till.menu = [MENU];
    desk.till.gate = new Promise((resolve) => (open = resolve));
    await operator.send('/connections/connection-1/sync');
    const { text } = await operator.get('/connections/connection-1');
    expect(text).to.contain('<progress').and.contain('0 entries');
    open();
    await until(async () => !(await operator.get('/connections/connection-1')).text.includes('<progress'));
  });

  it('force a sync that removes much only when asked to', async () => {
    const { catalogs } = desk.storage.ledger;
    const outcomes = async (): Promise<string[]> =>
      (await catalogs.runs(IDS.connectionId)).map(({ outcome }) => outcome);
    desk.till.menu = [MENU];
    await desk.services.syncing.push(IDS.connectionId, 'timer');
    desk.till.menu = [];
    await operator.send('/connections/connection-1/sync', { force: 'no' });
    await until(async () => (await outcomes()).length === 2);
    expect(await look('/connections')).to.match(/If that is meant, force the sync/);
    await operator.send('/connections/connection-1/sync', { force: 'yes' });
    await until(async () => (await outcomes()).length === 3);
    expect(await outcomes()).to.deep.equal(['applied', 'refused', 'applied']);
  });

  it('disconnect a store after asking, and tell POS Hub why', async () => {
    expect(await look('/connections/connection-1/disconnect')).to.contain('Disconnect High Street?');
    await operator.send('/connections/connection-1/disconnect');
    await until(() => desk.hub.statuses.length > 0);
    expect(desk.hub.statuses).to.have.length(1);
    expect(desk.hub.statuses[0]).to.include({ connectionId: IDS.connectionId, status: 'failed' });
    expect(desk.hub.statuses[0]?.reason).to.match(/^Disconnected by the operator\./);
    expect(await desk.storage.ledger.vault.read(IDS.connectionId)).to.equal(undefined);
    expect(await look('/connections/connection-1')).to.match(/High Street removed Disconnected by the operator/);
    expect((await operator.send('/connections/connection-1/disconnect')).location).to.contain('told=not-connected');
    expect((await operator.send('/connections/connection-1/sync')).location).to.contain('told=not-connected');
  });

  for (const path of ['/orders/none', '/connections/none', '/connections/none/disconnect', '/orders/%00'])
    it(`say that there is nothing at /console${path}`, async () => {
      expect((await operator.get(path)).status).to.equal(404);
    });

  it('show what came from outside as text', async () => {
    const script = '<script>alert(1)</script>';
    await desk.order('o-1', { number: script, channel: script });
    await desk.connect({ store: { ref: script, name: script, currency: 'GBP', timezone: 'Not/A_Zone' } });
    for (const path of [
      '',
      '/orders/o-1',
      '/connections',
      '/connections/connection-1',
      '/connections/connection-1/disconnect',
    ])
      expect((await operator.get(path)).text, path).not.to.contain('<script>');
  });

  it('show nobody who ordered, where they live or what they wrote', async () => {
    await desk.order('o-1', PERSONAL);
    desk.till.plan('submit', new Fault('vendor.refused'));
    await desk.order('o-2', PERSONAL);
    const stream = await operator.listen(desk);
    await desk.order('o-3', PERSONAL);
    await until(() => stream.changes.length > 2);
    await stream.close();
    for (const path of ['', '/orders/o-1', '/orders/o-2', '/connections', '/connections/connection-1'])
      expect((await operator.get(path)).text, path).not.to.contain(CANARY);
    expect(stream.text).not.to.contain(CANARY);
  });
});
