import type { Context, FakeRouter } from './context.js';
import type { WebhookPlan } from './courier.js';
import type { OrderedFault, OrderedFaults } from './faults.js';

/** What the admin routes work on that every fake of a vendor has. */
export interface AdminNeeds {
  reset(): void;
  /** Lets so many milliseconds pass at once. */
  advance(ms: number): void;
  readonly clock: { now(): number };
  readonly recorder: { readonly requests: unknown };
  readonly violations: { readonly all: unknown };
  readonly faults: OrderedFaults;
  readonly courier: {
    readonly deliveries: unknown;
    readonly plan: unknown;
    setPlan(plan: WebhookPlan): void;
    release(): void;
  };
}

/** How an admin's body is read; what is wrong with it is said in the vendor's words. */
export interface AdminReaders {
  readonly readJson: (ctx: Context) => Promise<unknown>;
  readonly checkAdvance: (value: unknown) => { readonly ms: number };
  readonly checkFault: (value: unknown) => OrderedFault;
  readonly checkPlan: (value: unknown) => WebhookPlan;
}

/** The admin routes that every fake of a vendor has: beginning anew, time, what was asked, and what goes wrong. */
export function adminBasics(router: FakeRouter, fake: AdminNeeds, readers: AdminReaders): void {
  const { readJson, checkAdvance } = readers;
  router.post('/reset', (ctx) => {
    fake.reset();
    ctx.body = {};
  });
  router.get('/requests', (ctx) => {
    ctx.body = { requests: fake.recorder.requests };
  });
  router.get('/violations', (ctx) => {
    ctx.body = { violations: fake.violations.all };
  });
  router.post('/clock', async (ctx) => {
    fake.advance(checkAdvance(await readJson(ctx)).ms);
    ctx.body = { now: new Date(fake.clock.now()).toISOString() };
  });
  faultRoutes(router, fake, readers);
  deliveryRoutes(router, fake, readers);
}

function faultRoutes(router: FakeRouter, { faults }: AdminNeeds, { readJson, checkFault }: AdminReaders): void {
  router.get('/faults', (ctx) => {
    ctx.body = { faults: faults.list() };
  });
  router.post('/faults', async (ctx) => {
    ctx.body = faults.add(checkFault(await readJson(ctx)));
  });
  router.delete('/faults', (ctx) => {
    faults.clear();
    ctx.body = {};
  });
  router.delete('/faults/:fault', (ctx) => {
    faults.clear(Number(ctx.params['fault']));
    ctx.body = {};
  });
}

function deliveryRoutes(router: FakeRouter, { courier }: AdminNeeds, { readJson, checkPlan }: AdminReaders): void {
  router.get('/webhooks/deliveries', (ctx) => {
    ctx.body = { deliveries: courier.deliveries };
  });
  router.get('/webhooks/faults', (ctx) => {
    ctx.body = courier.plan;
  });
  router.put('/webhooks/faults', async (ctx) => {
    courier.setPlan(checkPlan(await readJson(ctx)));
    ctx.body = {};
  });
  router.post('/webhooks/release', (ctx) => {
    courier.release();
    ctx.body = {};
  });
}
