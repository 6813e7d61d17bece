import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { noBrowser, openBrowser } from '../support/browser.js';
import { hindrances } from '../support/page-checks.js';
import { skip } from '../support/skip.js';
import { TOKEN, type Till, Tills, anOrder, orderOf, take } from '../unit/kit/till/support/tills.js';

const PHONE = { viewport: { width: 390, height: 844 } };

const rich = anOrder({
  reference: 'HUB-77',
  fulfilment: { type: 'delivery', address: { line1: '1 Frith Street', city: 'London' }, instructions: 'Second bell' },
  customer: { name: 'Ada', phone: '+442079461111' },
  note: 'No cutlery',
  allergen_note: 'Severe nut allergy',
  lines: [
    {
      ...{ product_id: 'prd_margherita', variant_id: 'var_margherita_12', quantity: 2, unit_price: 1100 },
      note: 'well done',
      modifiers: [
        {
          ...{ modifier_id: 'mod_crust_stuffed', quantity: 1, unit_price: 250 },
          modifiers: [
            {
              ...{ modifier_id: 'mod_filling_nduja', quantity: 2, unit_price: 120, note: 'lots of it' },
              modifiers: [{ modifier_id: 'mod_heat_hot', quantity: 1, unit_price: 0 }],
            },
          ],
        },
      ],
    },
  ],
  charges: [{ name: 'Delivery', amount: 300 }],
  discounts: [{ name: 'Loyalty', amount: 200 }],
  tips: [{ name: 'Driver', amount: 250 }],
  payments: [{ method: 'card', amount: 3530 }],
  total: 3540,
});

describe('the page of the till in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let tills: Tills;
  let till: Till;
  let complaints: string[];

  before(async function () {
    if (noBrowser !== undefined) skip(this, noBrowser);
    browser = await openBrowser();
  });
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- unset where there is no browser
  after(() => browser?.close());

  beforeEach(async () => {
    complaints = [];
    tills = new Tills();
    till = await tills.open();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await tills.close();
  });

  async function signIn(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(till.url);
    await page.getByLabel('PIN').fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Open tickets' }).waitFor();
    if (options.javaScriptEnabled !== false) await page.getByText('Live', { exact: true }).waitFor();
    return page;
  }

  it('shows a new ticket by itself, with all that a cook must read', async () => {
    const page = await signIn();
    const { number } = await take(till, rich);
    const ticket = page.getByRole('article', { name: `#${number} Delivery` });
    await ticket.waitFor();
    const text = await ticket.innerText();
    for (const part of [
      ...[
        'Accepted',
        'Severe nut allergy',
        'No cutlery',
        '1 Frith Street, London',
        'Second bell',
        'Ada, +442079461111',
      ],
      ...['2×', 'Margherita 12 inch', 'well done', 'Stuffed crust', "'Nduja", 'lots of it', 'Properly hot', 'HUB-77'],
      ...[
        'till: £11.50 each',
        'Delivery',
        '£3.00',
        'Loyalty',
        '-£2.00',
        'Tip: Driver',
        '£2.50',
        '£35.30',
        'Sent total £35.40',
      ],
      'differs by £0.10',
    ]) {
      expect(text).to.include(part);
    }
    expect(await ticket.locator('.modifiers .modifiers .modifiers').innerText()).to.include('Properly hot');
    await page.getByText(`New order ${number}`).waitFor();
    expect(complaints).to.deep.equal([]);
  });

  it('moves an order on, seen at once on every other screen', async () => {
    const here = await signIn();
    const there = await signIn(PHONE);
    const { id, number } = await take(till);
    await here.getByRole('button', { name: `Start preparing order ${number}` }).click();
    await there.getByRole('article').getByText('Preparing', { exact: true }).waitFor();
    expect(orderOf(await till.client.get(`/v1/orders/${id}`)).history.at(-1)).to.include({
      status: 'preparing',
      by: 'till',
    });
    await there
      .getByRole('button', { name: `Ready order ${number}` })
      .first()
      .click();
    await here.getByRole('button', { name: `Complete order ${number}` }).click();
    await there.getByRole('heading', { name: 'Finished (1)' }).waitFor();
  });

  it('cancels with a reason, which is not lost when another order comes in meanwhile', async () => {
    const page = await signIn();
    const { id, number } = await take(till);
    await page.getByLabel(`More for order ${number}`).click();
    await page.getByLabel('Reason').fill('Out of gas');
    const other = await take(till, anOrder({ reference: 'R-2' }));
    await page.getByRole('article', { name: `#${other.number}` }).waitFor();
    expect(await page.getByLabel('Reason').first().inputValue()).to.equal('Out of gas');
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal(`reason-${id}`);
    await page.getByRole('button', { name: `Cancel order ${number}` }).click();
    await page.getByRole('heading', { name: 'Finished (1)' }).waitFor();
    expect(orderOf(await till.client.get(`/v1/orders/${id}`))).to.include({
      status: 'cancelled',
      status_reason: 'Out of gas',
    });
  });

  it('marks an item out of stock and back in, and hears when a script does', async () => {
    const page = await signIn();
    await page.getByRole('link', { name: 'Stock', exact: true }).click();
    await page.getByRole('button', { name: 'Mark out Diavola' }).click();
    await page.getByRole('heading', { name: 'Stock (1 out)' }).waitFor();
    expect((await till.client.get('/v1/stores/str_soho/stock')).text).to.include('"in_stock":false');
    await till.client.put('/v1/stores/str_soho/stock/mod_top_rocket', { in_stock: false });
    await page.getByRole('heading', { name: 'Stock (2 out)' }).waitFor();
    await page.getByRole('button', { name: 'Back in Diavola' }).click();
    await page.getByRole('heading', { name: 'Stock (1 out)' }).waitFor();
  });

  it('needs nothing but a keyboard, and keeps its place', async () => {
    const page = await signIn();
    const { number } = await take(till, rich);
    const button = page.getByRole('button', { name: `Start preparing order ${number}` });
    await button.waitFor();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      if (await button.evaluate((one) => one === document.activeElement)) break;
    }
    expect(await button.evaluate((one) => getComputedStyle(one).outlineStyle)).to.equal('solid');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByText('Preparing', { exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('board');
  });

  it('works without scripts', async () => {
    const page = await signIn({ javaScriptEnabled: false });
    const { number } = await take(till);
    await page.reload();
    await page.getByRole('button', { name: `Start preparing order ${number}` }).click();
    await page.getByRole('article').getByText('Preparing', { exact: true }).waitFor();
  });

  it('says when it has lost the till and finds it again, with what it missed', async () => {
    const page = await signIn();
    await till.admin.post('/admin/faults', { kind: 'refuse' });
    await page.getByText('Not connected').waitFor();
    await till.admin.delete('/admin/faults');
    const { number } = await take(till);
    await page.getByRole('article', { name: `#${number}` }).waitFor();
    await page
      .getByText('Live', { exact: true })
      .or(page.getByText(`New order ${number}`))
      .waitFor();
  });

  it('fits a phone, has a name on every control and enough contrast in every text', async () => {
    const page = await signIn(PHONE);
    const { number } = await take(till, rich);
    await page.getByRole('article', { name: `#${number}` }).waitFor();
    await page.getByLabel(`More for order ${number}`).click();
    for (const view of ['Tickets', 'Stock']) {
      await page.getByRole('link', { name: view, exact: true }).click();
      await page.getByText('Live', { exact: true }).waitFor();
      expect(await hindrances(page)).to.deep.equal([]);
    }
    expect(complaints).to.deep.equal([]);
  });
});
