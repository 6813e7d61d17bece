import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { Fault, type CatalogPart } from '@poshub-bridge/core';
import { noBrowser, openBrowser } from '../support/browser.js';
import { hindrances } from '../support/page-checks.js';
import { skip } from '../support/skip.js';
import { until } from '../support/until.js';
import { IDS } from '../support/world.js';
import { openDesk, TOKEN, type Desk } from '../unit/host/http/console/support/desk.js';

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const LEEDS = { ...IDS, connectionId: 'connection-2', locationId: 'location-2' };

describe('the console in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let desk: Desk;
  let complaints: string[];

  before(async function () {
    if (noBrowser !== undefined) skip(this, noBrowser);
    browser = await openBrowser();
  });
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- unset where there is no browser
  after(() => browser?.close());

  beforeEach(async () => {
    complaints = [];
    desk = await openDesk();
    await desk.connect();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await desk.close();
  });

  async function arrive(options: BrowserContextOptions, path = ''): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // What a status says is on the page; all else, as what a policy forbids, is a mistake.
      if (message.type() === 'error' && !message.text().includes('responded with a status of'))
        complaints.push(message.text());
    });
    await page.goto(`${desk.publicUrl}/console${path}`);
    return page;
  }

  async function signIn(options: BrowserContextOptions, path = ''): Promise<Page> {
    const page = await arrive(options, path);
    await page.getByLabel('API token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Connections', exact: true }).waitFor();
    return page;
  }

  const isLive = (page: Page): Promise<void> => page.getByText('Live', { exact: true }).waitFor();

  it('shows an order that needs a person as it happens, and that it is settled', async () => {
    const page = await signIn(DESKTOP);
    await isLive(page);
    await page.getByText('No order needs you').waitFor();
    desk.till.plan('submit', new Fault('vendor.refused', { detail: 'unknown tender' }));
    await desk.order('o-1', { number: '41' });
    await page.getByRole('heading', { name: '1 order needs you' }).waitFor();
    expect(await page.title()).to.match(/^\(1\) Orders/);
    await page.getByRole('button', { name: 'Retry order 41' }).click();
    await page.getByText('The order is given to the till anew').waitFor();
    await page.getByText('No order needs you').waitFor();
    expect((await desk.record('o-1')).phase).to.equal('accepted');
    expect(desk.till.tickets).to.have.length(1);
    expect(complaints).to.deep.equal([]);
  });

  it('follows one order step by step', async () => {
    await desk.order('o-1', { number: '41' });
    const page = await signIn(DESKTOP, '/orders/o-1');
    await isLive(page);
    const ticket = desk.till.move('ticket-1', 'preparing');
    desk.till.deliveries.set('news', [{ id: 'n-1', type: 'ticket', store: 'store-1', ...ticket }]);
    await desk.services.tillNews.receive({
      headers: { 'x-till': 'signed' },
      body: new TextEncoder().encode('news'),
    });
    await page.locator('#timeline').getByText('told POS Hub').filter({ hasText: 'told' }).last().waitFor();
    await page.locator('#standing').getByText('preparing').waitFor();
    expect(complaints).to.deep.equal([]);
  });

  it('settles an order on a phone by nothing but a keyboard, and keeps what somebody unfolded', async () => {
    desk.till.plan('submit', new Fault('vendor.refused'));
    await desk.order('o-1', { number: '41' });
    const page = await arrive(PHONE);
    expect(await page.getByLabel('API token').evaluate((one) => one === document.activeElement)).to.equal(true);
    await page.keyboard.type(TOKEN);
    await page.keyboard.press('Enter');
    await isLive(page);
    await reach(page, page.getByText('What these do'));
    await page.keyboard.press('Enter');
    const meaning = page.getByText('POS Hub is told that the order is accepted');
    await meaning.waitFor();
    await desk.order('o-2', { number: '42' });
    await page.locator('#orders').getByRole('link', { name: '#42' }).waitFor();
    expect(await meaning.isVisible()).to.equal(true);
    await page.keyboard.press('Shift+Tab');
    await reach(page, page.getByRole('button', { name: 'Entered by hand order 41' }));
    await page.keyboard.press('Enter');
    await page.getByText('Noted: the order was entered by hand').waitFor();
    await page.getByText('No order needs you').waitFor();
    await until(() => desk.hub.statusOf('o-1') === 'accepted');
    expect(complaints).to.deep.equal([]);
  });

  it('keeps the focus where it is while the page moves', async () => {
    await desk.order('o-1', { number: '41' });
    const page = await signIn(DESKTOP);
    await isLive(page);
    const link = page.locator('#orders').getByRole('link', { name: '#41' });
    await link.focus();
    await desk.order('o-2', { number: '42' });
    await page.locator('#orders').getByRole('link', { name: '#42' }).waitFor();
    expect(await link.evaluate((one) => one === document.activeElement)).to.equal(true);
  });

  it('filters orders and leads to older ones', async () => {
    for (let number = 1; number <= 27; number += 1) await desk.order(`o-${number}`, { number: String(number) });
    const page = await signIn(DESKTOP);
    await page.getByRole('link', { name: 'Older' }).click();
    await page.locator('#orders').getByRole('link', { name: '#2 DIRECT' }).waitFor();
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.locator('#orders').getByRole('link', { name: '#27' }).waitFor();
    await page.getByLabel('Phase').selectOption('rejected');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('No order is like that').waitFor();
    expect(await page.getByLabel('Phase').inputValue()).to.equal('rejected');
  });

  it('shows a sync while it runs, and its report', async () => {
    let open = (): void => undefined;
    desk.till.menu = [MENU];
    desk.till.gate = new Promise((resolve) => (open = resolve));
    const page = await signIn(DESKTOP, '/connections');
    await isLive(page);
    await page.getByRole('button', { name: 'Sync now High Street' }).click();
    await page.getByRole('progressbar').waitFor();
    open();
    await page.getByText('1 inserted').waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'High Street', exact: true }).click();
    await page.getByText('1 warning').click();
    await page.getByText('its picture is too large').waitFor();
    expect(complaints).to.deep.equal([]);
  });

  it('disconnects a store only when asked twice', async () => {
    const page = await signIn(DESKTOP, '/connections');
    await page.getByRole('link', { name: 'Disconnect… High Street' }).click();
    await page.getByRole('link', { name: 'Keep it' }).click();
    expect((await desk.storage.ledger.connections.get(IDS.connectionId))?.status).to.equal('connected');
    await page.getByRole('link', { name: 'Disconnect… High Street' }).click();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('The store is disconnected').waitFor();
    await until(() => desk.hub.statuses.length > 0);
    expect(desk.hub.statuses[0]?.reason).to.match(/^Disconnected by the operator/);
  });

  it('is usable without a script', async () => {
    desk.till.plan('submit', new Fault('vendor.refused'));
    await desk.order('o-1', { number: '41' });
    const page = await signIn({ ...DESKTOP, javaScriptEnabled: false });
    await page.getByRole('button', { name: 'Reject order 41' }).click();
    await page.getByText('Noted: the order is rejected').waitFor();
    await page.getByText('No order needs you').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('asks for the token again where the sign-in ended meanwhile', async () => {
    const page = await signIn(DESKTOP);
    await isLive(page);
    const other = await page.context().newPage();
    await other.goto(`${desk.publicUrl}/console`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.bringToFront();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, size] of Object.entries({ desk: DESKTOP, phone: PHONE })) {
      it(`can be read and used at a ${name} in the ${colorScheme}`, async () => {
        const page = await arrive({ ...size, colorScheme });
        const look = async (view: string): Promise<void> => {
          const folder = process.env['SCREENSHOTS'];
          if (folder !== undefined)
            await page.screenshot({ path: `${folder}/console-${view}-${name}-${colorScheme}.png`, fullPage: true });
          expect(await hindrances(page), view).to.deep.equal([]);
        };
        await look('sign-in');
        await page.getByLabel('API token').fill('a-guess');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('alert').waitFor();
        await look('wrong-token');
        await furnish(desk);
        await page.getByLabel('API token').fill(TOKEN);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await isLive(page);
        await page.getByText('2 orders need you').waitFor();
        await look('orders');
        await page.locator('#attentions').getByRole('link', { name: '#58' }).click();
        await page.getByRole('heading', { name: 'Order #58' }).waitFor();
        await look('order');
        await page.getByRole('link', { name: 'Connections', exact: true }).click();
        await page.getByRole('heading', { name: 'Connections' }).waitFor();
        desk.till.gate = new Promise(() => undefined);
        await page.getByRole('button', { name: 'Sync now High Street' }).click();
        await page.getByRole('progressbar').waitFor();
        await look('connections');
        await page.getByRole('link', { name: 'High Street', exact: true }).click();
        await page.getByRole('heading', { name: 'Syncs of the catalog' }).waitFor();
        await page.getByText('1 warning').first().click();
        await look('connection');
        await page.getByRole('link', { name: 'Disconnect… High Street' }).click();
        await look('disconnect');
        await page.goto(`${desk.publicUrl}/console/orders/nowhere`);
        await look('nowhere');
        expect(complaints).to.deep.equal([]);
      });
    }
  }
});

const MENU: CatalogPart = {
  products: [
    {
      ...{ ref: 'p1', name: 'Margherita', price: { amount: 950, currency: 'GBP' }, available: true },
      ...{ categories: [], selections: [] },
    },
  ],
  warnings: [{ ref: 'p1', message: 'its picture is too large' }],
};

/** Orders and connections in all moods. */
async function furnish(desk: Desk): Promise<void> {
  await desk.connect({
    ...{ ...LEEDS, status: 'failed', announced: 'failed' },
    store: { ref: 'store-2', name: 'Leeds, Briggate', currency: 'GBP', timezone: 'Europe/London' },
    failure: { code: 'credentials.revoked', message: 'The merchant withdrew the access to the till’s system.' },
  });
  desk.till.menu = [MENU];
  await desk.services.syncing.push(IDS.connectionId, 'timer');
  desk.till.menu = [MENU, { warnings: [{ ref: 'p9', message: 'has no price' }] }];
  await desk.services.syncing.push(IDS.connectionId, 'pull');
  for (let number = 50; number < 58; number += 1)
    await desk.order(`o-${number}`, {
      ...{ number: String(number), channel: number % 3 === 0 ? 'UBEREATS' : 'DIRECT' },
      total: { amount: number * 37, currency: 'GBP' },
    });
  desk.till.plan('submit', new Fault('vendor.refused', { detail: 'tender CASH is not enabled' }));
  await desk.order('o-58', { number: '58', channel: 'DELIVEROO' });
  desk.till.plan('submit', new Fault('order.too_long'));
  await desk.order('o-59', { number: '59' });
  desk.till.receptions.push('reject');
  await desk.order('o-60', { number: '60', channel: 'JUSTEAT' });
}

/** Goes on with Tab until a control has the focus, which must be seen. */
async function reach(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if (await control.evaluate((one) => one === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  expect(await control.evaluate((one) => getComputedStyle(one).outlineStyle)).to.equal('solid');
}
