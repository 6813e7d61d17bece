import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { Fault } from '@poshub-bridge/core';
import { noBrowser, openBrowser } from '../support/browser.js';
import { realClock } from '../support/clock.js';
import { hindrances } from '../support/page-checks.js';
import { skip } from '../support/skip.js';
import { LEEDS, MERCHANT, SOHO } from '../unit/host/http/connect/support/fakes.js';
import { openVendorPages, type VendorPages } from '../unit/host/http/connect/support/vendor-page.js';
import { openWorld, type World } from '../unit/host/http/connect/support/world.js';

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe('the connect pages in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let world: World;
  let vendor: VendorPages | undefined;
  let complaints: string[];

  before(async function () {
    if (noBrowser !== undefined) skip(this, noBrowser);
    browser = await openBrowser();
  });
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- unset where there is no browser
  after(() => browser?.close());

  beforeEach(() => {
    complaints = [];
    vendor = undefined;
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await vendor?.close();
    await world.close();
  });

  async function open(onboarding: 'form' | 'oauth' = 'form'): Promise<void> {
    world = await openWorld({ onboarding, clock: realClock });
    world.till.found = [SOHO, LEEDS];
  }

  async function arrive(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // What a status says is on the page; all else, as what a policy forbids, is a mistake.
      if (message.type() === 'error' && !message.text().includes('responded with a status of'))
        complaints.push(message.text());
    });
    const { connectionId, accountId, locationId, code } = MERCHANT;
    const query = new URLSearchParams({ connectionId, account_id: accountId, location_id: locationId, code });
    await page.goto(`${world.publicUrl}/poshub/install?${query.toString()}`);
    await page.getByRole('heading', { name: 'Connect Demo Till', level: 1 }).waitFor();
    return page;
  }

  async function expectConnected(page: Page, store: string): Promise<void> {
    await page.getByRole('heading', { name: `${store} is connected`, level: 1 }).waitFor();
    expect((await world.connection())?.store?.name).to.equal(store);
    expect(complaints).to.deep.equal([]);
  }

  async function fillIn(page: Page, key: string): Promise<void> {
    await page.getByLabel('Account number').fill('12');
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  it('lead to a connected store at a desk, over a mistyped key', async () => {
    await open();
    const page = await arrive(DESKTOP);
    await page.getByLabel('Region').selectOption('us');
    await page.getByLabel('Training mode').check();
    await fillIn(page, 'mistyped-key');
    await page.getByRole('alert').getByText('does not accept the credentials').waitFor();
    expect(await page.getByRole('alert').evaluate((one) => one === document.activeElement)).to.equal(true);
    expect(await page.getByLabel('Region').inputValue()).to.equal('us');
    expect(await page.getByLabel('Training mode').isChecked()).to.equal(true);
    expect(await page.getByLabel('API key').inputValue()).to.equal('');
    await fillIn(page, 'right-key');
    await page.getByRole('radio', { name: 'Soho' }).check();
    await page.getByRole('button', { name: 'Connect the chosen store' }).click();
    await expectConnected(page, 'Soho');
    await page.reload();
    await expectConnected(page, 'Soho');
  });

  it('lead to a connected store on a phone by nothing but a keyboard', async () => {
    await open();
    const page = await arrive(PHONE);
    await reach(page, page.getByLabel('Account number'));
    await page.keyboard.type('12');
    await reach(page, page.getByLabel('API key'));
    await page.keyboard.type('wrong-key');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await reach(page, page.getByLabel('API key'));
    await page.keyboard.type('right-key');
    await reach(page, page.getByRole('button', { name: 'Continue' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose the store' }).waitFor();
    await reach(page, page.getByRole('radio', { name: 'Soho' }));
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: 'Leeds' }).isChecked()).to.equal(true);
    await reach(page, page.getByRole('button', { name: 'Connect the chosen store' }));
    await page.keyboard.press('Enter');
    await expectConnected(page, 'Leeds');
  });

  it('lead to the vendor’s own page, over its redirects, and back to a connected store', async () => {
    await open('oauth');
    vendor = await openVendorPages((url) => world.till.agree(url));
    world.till.vendorUrl = vendor.url;
    const page = await arrive(DESKTOP);
    await page.getByRole('button', { name: 'Continue to Demo Till' }).click();
    await page.getByRole('link', { name: 'Allow' }).click();
    await page.getByRole('radio', { name: 'Soho' }).check();
    await page.getByRole('button', { name: 'Connect the chosen store' }).click();
    await expectConnected(page, 'Soho');
  });

  it('say so when the merchant declines at the vendor', async () => {
    await open('oauth');
    vendor = await openVendorPages((url) => world.till.agree(url));
    world.till.vendorUrl = vendor.url;
    const page = await arrive(DESKTOP);
    await page.getByRole('button', { name: 'Continue to Demo Till' }).click();
    await page.getByRole('link', { name: 'Deny' }).click();
    await page.getByRole('heading', { name: 'The access was declined' }).waitFor();
    expect((await world.connection())?.status).to.equal('failed');
  });

  it('tell browsers the limits of each field, and lead from the list of mistakes to the field', async () => {
    await open();
    const page = await arrive(DESKTOP);
    await page.getByLabel('Account number').fill('twelve');
    await page.getByLabel('API key').fill('right-key');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByLabel('Account number').evaluate((one) => one.matches(':invalid'))).to.equal(true);
    await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Account number' }).click();
    expect(await page.getByLabel('Account number').evaluate((one) => one === document.activeElement)).to.equal(true);
    expect(complaints).to.deep.equal([]);
  });

  it('do not work inside of a stranger’s page', async () => {
    await open();
    const page = await arrive(DESKTOP);
    const framed = `${world.publicUrl}/connect/${MERCHANT.connectionId}`;
    const stranger = await page.context().newPage();
    const refusal = stranger.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await stranger.setContent(`<iframe src="${framed}"></iframe>`);
    await refusal;
    expect(await stranger.frameLocator('iframe').getByRole('heading').count()).to.equal(0);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [name, size] of Object.entries({ desk: DESKTOP, phone: PHONE })) {
      it(`can be read and used at a ${name} in the ${colorScheme}`, async () => {
        await open();
        const page = await arrive({ ...size, colorScheme });
        const look = async (view: string): Promise<void> => {
          const folder = process.env['SCREENSHOTS'];
          if (folder !== undefined)
            await page.screenshot({ path: `${folder}/${view}-${name}-${colorScheme}.png`, fullPage: true });
          expect(await hindrances(page), view).to.deep.equal([]);
        };
        await look('form');
        await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
        await fillIn(page, 'short');
        await page.getByRole('alert').waitFor();
        await look('mistakes');
        world.till.trouble = new Fault('vendor.unavailable');
        await fillIn(page, 'right-key');
        await page.getByText('could not be reached').waitFor();
        await look('unreachable');
        world.till.trouble = undefined;
        await fillIn(page, 'right-key');
        await page.getByRole('heading', { name: 'Choose the store' }).waitFor();
        await page.getByRole('radio', { name: 'Soho' }).check();
        await look('stores');
        await page.getByRole('button', { name: 'Connect the chosen store' }).click();
        await page.getByRole('heading', { name: 'Soho is connected' }).waitFor();
        await look('done');
        await page.goto(`${world.publicUrl}/connect/${MERCHANT.connectionId}`);
        await page.getByRole('heading', { name: 'This page is no longer valid' }).waitFor();
        await look('expired');
      });
    }
  }
});

/** Goes on with Tab until a control has the focus, which must be seen. */
async function reach(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab');
    if (await control.evaluate((one) => one === document.activeElement)) break;
  }
  const outlines = await control.evaluate((one) =>
    [one, one.closest('label') ?? one].map((element) => getComputedStyle(element).outlineStyle),
  );
  expect(outlines).to.include('solid');
}
