import { expect } from 'chai';
import { Fault } from '@poshub-bridge/core';
import { LEEDS, MERCHANT, RIGHT, SOHO } from './support/fakes.js';
import { readable, valueOf, Visitor } from './support/visitor.js';
import { openWorld, type World } from './support/world.js';

describe('connecting a till by a form', () => {
  let world: World;
  let merchant: Visitor;

  beforeEach(async () => {
    world = await openWorld();
    merchant = new Visitor(world);
  });
  afterEach(() => world.close());

  it('leads from POS Hub over the form and the store to a connected location', async () => {
    const redirect = await merchant.install();
    expect(redirect.status).to.equal(303);
    expect(redirect.location).to.equal(`${world.publicUrl}/connect/${MERCHANT.connectionId}`);
    const entrance = await merchant.get(redirect.location);
    expect(entrance.status).to.equal(200);
    const proved = await merchant.submit(entrance, { region: 'eu', account: '12', key: 'right-key' });
    expect(proved.status).to.equal(303);
    const stores = await merchant.get(proved.location);
    const done = await merchant.submit(stores, { store: SOHO.ref });
    expect([done.status, done.location]).to.deep.equal([303, `${redirect.location}/done`]);
    expect(readable(await merchant.get(done.location))).to.include('Soho is connected');

    const { address: _, ...store } = SOHO;
    expect(await world.connection()).to.deep.include({ status: 'connected', merchant: 'merchant-1', store });
    expect(await world.storage.ledger.vault.read(MERCHANT.connectionId)).to.deep.equal(RIGHT);
    expect(world.till.attached.map(({ store: { ref } }) => ref)).to.deep.equal([SOHO.ref]);
    expect(await world.storage.queue.depth()).to.include({ connection: 1, catalog: 1 });
  });

  it('asks for what the adapter describes, with its limits', async () => {
    const { text } = await merchant.arrive();
    const key = text.match(/<input[^>]*name="key"[^>]*>/)?.[0] ?? '';
    for (const part of ['type="password"', 'autocomplete="off"', 'minlength="8"', 'required'])
      expect(key).to.include(part);
    expect(text).to.match(/<label for="field-3">API key/);
    expect(text).to.include('aria-describedby="field-3-hint"');
    expect(text).to.include('You find it in the back office under Settings.');
    expect(text.match(/<input[^>]*name="account"[^>]*>/)?.[0]).to.include('pattern=');
    expect(text).to.match(/<option value="eu" selected>/);
    expect(text.match(/<input[^>]*name="training"[^>]*>/)?.[0]).to.include('type="checkbox"');
  });

  it('names the location that is being connected, so that nobody connects a stranger’s', async () => {
    const entrance = await merchant.arrive();
    expect(readable(entrance)).to.include('Orders for Kitchen Nº 4 will go');
    expect(readable(await merchant.giveAccess(entrance))).to.include('Kitchen Nº 4');
  });

  it('does without that name when POS Hub does not tell it', async () => {
    world.hub.location = () => Promise.reject(new Fault('hub.unavailable'));
    const entrance = await merchant.arrive();
    expect(entrance.status).to.equal(200);
    expect(readable(entrance)).to.include('Orders for your location will go');
  });

  it('marks the only store, and connects it not before the merchant says so', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    expect(stores.text).to.match(/<input[^>]*value="str_soho"[^>]* checked/);
    expect(readable(stores)).to.include('Soho 1 Frith Street, London Prices in GBP');
    expect((await world.connection())?.status).to.equal('pending');
  });

  it('asks what the till must know of the store, again until it is answered, and connects it with that', async () => {
    world.till.asks = {
      type: 'object',
      required: ['delivery'],
      properties: {
        delivery: {
          title: 'Profile for delivery',
          oneOf: [
            { const: 'DL', title: 'Own couriers' },
            { const: 'TA', title: 'Takeaway' },
          ],
        },
      },
    };
    const stores = await merchant.giveAccess(await merchant.arrive());
    const asked = await merchant.submit(stores, { store: SOHO.ref });
    expect(asked.status).to.equal(200);
    expect(readable(asked)).to.include('Profile for delivery').and.to.include('Own couriers');
    const again = await merchant.submit(asked, { store: SOHO.ref, delivery: 'XX' });
    expect([again.status, readable(again).includes('choose one of the list')]).to.deep.equal([422, true]);
    expect((await world.connection())?.status).to.equal('pending');
    const done = await merchant.submit(again, { store: SOHO.ref, delivery: 'TA' });
    expect(done.location).to.match(/\/done$/);
    expect((await world.connection())?.store?.choices).to.deep.equal({ delivery: 'TA' });
    expect(world.till.attached[0]?.store.choices).to.deep.equal({ delivery: 'TA' });
  });

  it('marks none of two stores, asks again when none is chosen, and connects the chosen one', async () => {
    world.till.found = [SOHO, LEEDS];
    const stores = await merchant.giveAccess(await merchant.arrive());
    expect(stores.text).not.to.include(' checked');
    const missing = await merchant.submit(stores, {});
    expect(missing.status).to.equal(422);
    expect(missing.text).to.include('role="alert"').and.to.include('aria-invalid="true"');
    const done = await merchant.submit(missing, { store: LEEDS.ref });
    expect(readable(await merchant.get(done.location))).to.include('Leeds is connected');
    expect((await world.connection())?.store?.ref).to.equal(LEEDS.ref);
  });

  it('refuses a store that the credentials do not open, and lets the merchant choose again', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    const refused = await merchant.submit(stores, { store: 'str_of_somebody_else' });
    expect(refused.status).to.equal(400);
    expect(readable(refused)).to.include('store.unknown');
    expect((await merchant.submit(refused, { store: SOHO.ref })).location).to.match(/\/done$/);
  });

  it('shows the till’s refusal at the form, never the secret, and lets the merchant try again', async () => {
    const entrance = await merchant.arrive();
    const refused = await merchant.submit(entrance, { region: 'us', account: '12', key: 'wrong-secret-key' });
    expect(refused.status).to.equal(422);
    expect(readable(refused)).to.include('does not accept the credentials. (wrong key) Compare them');
    expect(readable(refused)).to.include('Code: credentials.invalid');
    expect(refused.text).not.to.include('wrong-secret-key');
    expect(valueOf(refused, 'account')).to.equal('12');
    expect(refused.text).to.match(/<option value="us" selected>/);
    expect(await world.connection()).to.deep.include({ status: 'failed' });
    expect((await merchant.submit(refused, { region: 'eu', account: '12', key: 'right-key' })).status).to.equal(303);
  });

  it('keeps what was entered when the till can’t be reached, and says to try again', async () => {
    const entrance = await merchant.arrive();
    world.till.trouble = new Fault('vendor.unavailable');
    const waiting = await merchant.submit(entrance, { region: 'eu', account: '4711', key: 'right-key' });
    expect(waiting.status).to.equal(503);
    expect(waiting.headers.get('retry-after')).to.equal('30');
    expect(readable(waiting)).to.include('Wait a moment, then try again.');
    expect(valueOf(waiting, 'account')).to.equal('4711');
    expect(waiting.text).not.to.include('right-key');
    expect((await world.connection())?.status).to.equal('pending');
  });

  it('tells each mistake at its field without asking the till', async () => {
    const entrance = await merchant.arrive();
    const wrong = await merchant.submit(entrance, { region: 'mars', account: 'twelve', key: 'short', extra: '1' });
    expect(wrong.status).to.equal(422);
    expect(readable(wrong)).to.include('Region: choose one of the list.');
    expect(readable(wrong)).to.include('Account number: not as it should look.');
    expect(readable(wrong)).to.include('API key: at least 8 characters.');
    expect(wrong.text).to.include('<a href="#field-2">').and.to.include('role="alert"');
    expect(wrong.text).to.match(/<input[^>]*aria-describedby="field-3-hint field-3-error"[^>]*aria-invalid="true"/);
    expect(wrong.text).not.to.include('short');
    expect(world.till.asked).to.have.length(0);
  });

  it('takes the blanks off that copying leaves around a key', async () => {
    await merchant.submit(await merchant.arrive(), {
      region: 'eu',
      account: ' 12 ',
      key: ' right-key\n',
      training: 'true',
    });
    expect(world.till.asked).to.deep.equal([{ ...RIGHT, training: true }]);
  });

  it('connects once when the last form is sent twice, as by a double click', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    const both = await Promise.all([1, 2].map(() => merchant.submit(stores, { store: SOHO.ref })));
    const late = await merchant.submit(stores, { store: SOHO.ref });
    for (const { location } of [...both, late]) expect(location).to.match(/\/done$/);
    expect(world.till.attached).to.have.length(1);
  });

  it('lets the merchant choose again when the till fails in the last step', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    world.till.attachTrouble = new Fault('vendor.unavailable');
    const waiting = await merchant.submit(stores, { store: SOHO.ref });
    expect(waiting.status).to.equal(503);
    world.till.attachTrouble = undefined;
    expect((await merchant.submit(waiting, { store: SOHO.ref })).location).to.match(/\/done$/);
  });

  it('refuses a store of another currency than the location’s, and says so at the choice', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    world.hub.location = () => Promise.resolve({ name: 'Kitchen Nº 4', currency: 'JPY' });
    const refused = await merchant.submit(stores, { store: SOHO.ref });
    expect(refused.status).to.equal(422);
    expect(readable(refused)).to.include('That store has another currency').and.include('store.currency_differs');
    expect((await world.connection())?.status).to.equal('pending');
    world.hub.location = () => Promise.resolve({ name: 'Kitchen Nº 4' });
    expect((await merchant.submit(refused, { store: SOHO.ref })).location).to.match(/\/done$/);
  });

  it('lets the merchant give another access than the one that was proved', async () => {
    const stores = await merchant.giveAccess(await merchant.arrive());
    const link = /href="([^"]*\?change)"/.exec(stores.text)?.[1] ?? '';
    expect(valueOf(await merchant.get(link), 'step')).to.equal('credentials');
  });

  it('leads back to the form when the till takes the proved credentials no more', async () => {
    await merchant.giveAccess(await merchant.arrive());
    world.till.trouble = new Fault('credentials.revoked');
    const page = await merchant.get(`/connect/${MERCHANT.connectionId}`);
    expect([page.status, valueOf(page, 'step')]).to.deep.equal([422, 'credentials']);
  });

  it('offers another try where the stores can’t be read now', async () => {
    await merchant.giveAccess(await merchant.arrive());
    world.till.trouble = new Fault('vendor.no_answer');
    const page = await merchant.get(`/connect/${MERCHANT.connectionId}`);
    expect(page.status).to.equal(503);
    expect(page.text).to.include(`<a class="action" href="/connect/${MERCHANT.connectionId}">Try again</a>`);
  });

  it('leaves a connected location connected while it is connected anew, with its store marked', async () => {
    world.till.found = [SOHO, LEEDS];
    const stores = await merchant.giveAccess(await merchant.arrive());
    await merchant.submit(stores, { store: LEEDS.ref });
    const again = new Visitor(world);
    const entrance = await again.arrive({ ...MERCHANT, code: 'code-again' });
    expect((await again.submit(entrance, { region: 'eu', account: '1', key: 'wrong-key' })).status).to.equal(422);
    expect((await world.connection())?.status).to.equal('connected');
    const marked = await again.giveAccess(entrance);
    expect(marked.text).to.match(/<input[^>]*value="str_leeds"[^>]* checked/);
    expect(readable(marked)).to.include('connected now');
  });

  it('does not call a store connected that was so before the application was removed', async () => {
    world.till.found = [SOHO, LEEDS];
    await merchant.submit(await merchant.giveAccess(await merchant.arrive()), { store: LEEDS.ref });
    const known = await world.connection();
    if (known === undefined) throw new Error('it is not connected');
    await world.storage.ledger.connections.save({ ...known, status: 'removed' }, []);
    const stores = await merchant.giveAccess(await merchant.arrive({ ...MERCHANT, code: 'code-again' }));
    expect(stores.text).not.to.include(' checked');
    expect(readable(stores)).not.to.include('connected now');
  });

  it('shows names of the till as text, whatever is in them', async () => {
    world.till.found = [{ ...SOHO, name: '<script>alert(1)</script>', ref: '"><script>' }];
    const stores = await merchant.giveAccess(await merchant.arrive());
    const done = await merchant.submit(stores, { store: '"><script>' });
    for (const { text } of [stores, await merchant.get(done.location)]) {
      expect(text).not.to.include('<script');
      expect(text).to.include('&lt;script>alert(1)');
    }
  });
});
