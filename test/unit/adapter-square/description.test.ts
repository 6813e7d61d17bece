import { expect } from 'chai';
import type { HttpRequest } from '@poshub-bridge/core';
import { descriptionOf } from '#kit/square/http/description.js';
import { skip } from '../../support/skip.js';
import { readWith } from './support/catalogs.js';
import { DESCRIPTION, isDescribed, startRig, ticketIn, type Rig } from './support/rig.js';
import { gbp, lineOf, optionOf, ticketOf, unlinked } from './support/tickets.js';

const delivery = {
  kind: 'delivery',
  by: 'partner',
  address: { lines: ['1 Elm Street', 'Flat 2', 'Rear', 'Top'], city: 'London', postalCode: 'N1 1AA', country: 'GB' },
  instructions: 'Ring twice',
} as const;

/** Everything that the adapter ever asks of Square. */
async function everything(rig: Rig): Promise<void> {
  const { system, soho } = rig;
  await system.stores(soho);
  const whole = await readWith(system, soho);
  await rig.admin('PATCH', '/catalog/objects/VAR_DIAVOLA', { price: 1450 });
  await readWith(system, soho, whole);
  const { cursor } = await system.poll(soho, undefined);
  const rich = ticketOf({
    lines: [lineOf({ options: [optionOf(), unlinked(optionOf())], notes: 'crispy' }), unlinked(lineOf())],
    charges: [{ kind: 'service', name: 'Service', amount: gbp(50) }],
    discounts: [{ name: 'Promo', amount: gbp(10) }],
    taxes: [{ name: 'VAT', amount: gbp(20) }],
    note: 'x'.repeat(2_500),
    scheduledFor: Date.now() + 3_600_000,
    tip: gbp(30),
    total: gbp(5_000),
    tenders: [
      { kind: 'cash', amount: gbp(400) },
      { kind: 'card', amount: gbp(4_600) },
    ],
  });
  const adHoc = rig.systemWith({ unknownItems: 'ad-hoc' });
  const ticket = ticketIn(await adHoc.submit(soho, rich));
  await adHoc.submit(soho, ticketOf({ lines: [lineOf({ ref: 'VAR_GONE' })] }));
  for (const way of ['pickup', 'delivery', 'shipment'] as const)
    await rig.systemWith({ delivery: way }).submit(soho, ticketOf({ fulfilment: delivery }));
  await system.submit(soho, ticketOf({ total: gbp(1_000) }));
  await system.submit(soho, ticketOf({ total: gbp(0), discounts: [{ name: 'All', amount: gbp(1399) }], tenders: [] }));
  await system.poll(soho, cursor);
  await system.cancel(soho, ticket, 'out-of-stock');
  await system.read(soho, ticket);
  await rig.fault('status', { method: 'POST', path: '/v2/payments', skip: 1, status: 400 });
  await system.submit(soho, { ...rich, lines: [lineOf()], idempotencyKey: 'another' }).catch(() => undefined);
  await rig.admin('DELETE', '/faults');
  await system.refresh?.(soho);
  await system.detach?.(soho);
}

describe('adapter square: what it sends', () => {
  it('is what Square’s own description of its API allows, to the last key', async function () {
    if (!isDescribed) skip(this, 'Square’s OpenAPI document is not beside this repository');
    const rig = await startRig();
    try {
      await everything(rig);
      const description = descriptionOf(DESCRIPTION);
      const problemsOf = ({ method, url, json }: HttpRequest): readonly string[] => {
        const { pathname, searchParams } = new URL(url);
        return description.request(method, pathname, Object.fromEntries(searchParams), json);
      };
      for (const request of rig.sent)
        expect(problemsOf(request), `${request.method} ${new URL(request.url).pathname}`).to.deep.equal([]);
      const asked = new Set(
        rig.sent.map(({ method, url }) => {
          const path = new URL(url).pathname.replace(
            /^(\/v2\/(?:orders|payments|locations))\/[A-Za-z0-9_]*[A-Z][A-Za-z0-9_]*/,
            '$1/*',
          );
          return `${method} ${path}`;
        }),
      );
      expect([...asked].sort()).to.deep.equal([
        'GET /v2/catalog/list',
        'GET /v2/locations',
        'GET /v2/locations/*',
        'GET /v2/orders/*',
        'GET /v2/payments/*',
        'POST /oauth2/revoke',
        'POST /oauth2/token',
        'POST /v2/catalog/batch-retrieve',
        'POST /v2/catalog/search',
        'POST /v2/orders',
        'POST /v2/orders/*/pay',
        'POST /v2/orders/search',
        'POST /v2/payments',
        'POST /v2/payments/cancel',
        'POST /v2/refunds',
        'PUT /v2/orders/*',
      ]);
    } finally {
      await rig.close();
    }
  });
});
