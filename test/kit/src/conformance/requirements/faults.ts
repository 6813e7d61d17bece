import type { Fault } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { line, option, orderOf } from '../corpus/build.js';
import type { Mischief } from '../gate.js';
import type { Requirement } from '../requirement.js';
import { come, demand, show, showFault, Unmet } from '../verdict.js';
import { always, label, prepareCalls } from './calls.js';

const PATIENCE = 300;
/** Milliseconds in which a request would come that nobody waits for. */
const LINGER = 60;

/** What no fault and no line of a log may hold. */
const CANARIES = [
  'Quokkabert',
  'Wombatsen',
  '+15550133742',
  'quokka@wombat.example',
  '77 Canary Wharf Lane',
  'allergic to canaries',
];

/** Calls every method while every request goes wrong in one way: each must throw a Fault, which is judged. */
async function eachUnder(
  bench: Bench,
  mischief: Mischief,
  judge: (name: string, fault: Fault) => void,
  except?: string,
): Promise<void> {
  const { calls } = await prepareCalls(bench);
  const system = bench.make({ timeoutMs: PATIENCE });
  for (const { name, run } of calls) {
    if (name === except) continue;
    bench.gate.rule(always(mischief));
    const came = await come(name, () => run(system));
    bench.gate.rule();
    if (came.fault === undefined)
      throw new Unmet(`${name} to throw a Fault under ${label(mischief)}`, `it came back with ${show(came.value)}`);
    judge(name, came.fault);
  }
}

export const FAULTS: readonly Requirement[] = [
  {
    id: 'faults.rate-limit',
    title: 'says vendor.rate_limited with the wait that the vendor asked for',
    why: 'Who calls again too early is locked out for longer; the host waits as long as the fault says.',
    run: async (bench) => {
      const date = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 60_000);
      const waits = [
        { header: '7', least: 6_000, most: 7_000 },
        { header: date.toUTCString(), least: 30_000, most: 61_000 },
      ];
      for (const { header, least, most } of waits)
        await eachUnder(
          bench,
          { kind: 'status', status: 429, when: 'before', headers: { 'retry-after': header } },
          (name, fault) => {
            demand(
              fault.code === 'vendor.rate_limited',
              `${name} to throw vendor.rate_limited at 429`,
              `it threw ${showFault(fault)}`,
            );
            const { retryAfterMs = -1 } = fault;
            demand(
              retryAfterMs >= least && retryAfterMs <= most,
              `${name} to carry retryAfterMs of about ${most} (Retry-After: ${header})`,
              `it is ${fault.retryAfterMs ?? 'absent'}`,
            );
          },
        );
    },
  },
  {
    id: 'faults.rate-limit-unsaid',
    title: 'says vendor.rate_limited where the vendor does not say how long',
    why: 'The host then backs off by itself; a made-up 0 would be a siege.',
    run: (bench) =>
      eachUnder(bench, { kind: 'status', status: 429, when: 'before' }, (name, fault) => {
        demand(
          fault.code === 'vendor.rate_limited',
          `${name} to throw vendor.rate_limited at 429`,
          `it threw ${showFault(fault)}`,
        );
        demand(fault.retryAfterMs === undefined || fault.retryAfterMs > 0, `${name} not to ask for 0 ms`, 'it does');
      }),
  },
  {
    id: 'faults.outage',
    title: 'never takes an outage for a “no” that stays',
    why: 'A “no” ends the order or the connection; an outage ends by itself.',
    run: async (bench) => {
      for (const mischief of [
        { kind: 'status', status: 500, when: 'before' },
        { kind: 'status', status: 503, when: 'before' },
        { kind: 'lost', when: 'before' },
        { kind: 'half-open', when: 'before' },
      ] as const)
        await eachUnder(bench, mischief, (name, fault) => {
          demand(
            fault.side === 'vendor' && fault.retry !== 'never',
            `${name} to throw vendor.unavailable or vendor.no_answer under ${label(mischief)}`,
            `it threw ${showFault(fault)}`,
          );
        });
    },
  },
  {
    id: 'faults.unreadable',
    title: 'says vendor.unreadable of an answer of another form',
    why: 'Whoever trusts the types of an answer that was never checked breaks far from the cause.',
    run: async (bench) => {
      for (const mischief of [{ kind: 'html' }, { kind: 'empty' }, { kind: 'other-json' }] as const)
        await eachUnder(
          bench,
          mischief,
          (name, fault) => {
            const codes = ['vendor.unreadable', 'vendor.no_answer', 'vendor.unavailable', 'catalog.incomplete'];
            demand(
              codes.includes(fault.code),
              `${name} to throw vendor.unreadable under ${label(mischief)}`,
              `it threw ${showFault(fault)}`,
            );
          },
          // An empty answer can be all that a vendor says of a cancellation.
          mischief.kind === 'empty' ? 'cancel' : undefined,
        );
    },
  },
  {
    id: 'faults.nothing-left-running',
    title: 'has no request under way, and sends none, once a method has come to its end',
    why: 'The host stops when its calls are over: what goes on behind its back is cut off in the middle, or done twice.',
    run: async (bench) => {
      const { calls } = await prepareCalls(bench);
      for (const mischief of [undefined, { kind: 'status', status: 500, when: 'before' }] as const)
        for (const { name, mutating, run } of calls) {
          bench.gate.rule(mischief === undefined ? undefined : always(mischief));
          await come(name, () => run(bench.system));
          const { underway, asked } = bench;
          const known = asked.length;
          // What was read side by side may still come in when the first of it failed.
          const isLeft = underway > 0 && (mutating || mischief === undefined);
          await new Promise((resolve) => setTimeout(resolve, LINGER));
          bench.gate.rule();
          const where = mischief === undefined ? '' : ` (${label(mischief)})`;
          demand(!isLeft, `${name} to wait for its requests${where}`, `${underway} went on when it came back`);
          const { method, url } = asked[known] ?? { method: '', url: '' };
          const path = URL.canParse(url) ? new URL(url).pathname : '';
          demand(asked.length === known, `no request after the end of ${name}${where}`, `it sent ${method} ${path}`);
        }
    },
  },
  {
    id: 'faults.personal-data',
    title: 'lets no personal data and no secret into a fault or a log',
    why: 'Faults are stored, shown to operators and sent to alerts; vendors’ messages quote the whole order.',
    run: async (bench) => {
      const shelf = await bench.sell();
      const session = await bench.session();
      const order = shelf.place(
        orderOf([line('pizza', 1350, { notes: 'allergic to canaries', options: [option('olives', 120)] })], {
          notes: 'allergic to canaries',
          customer: {
            firstName: 'Quokkabert',
            lastName: 'Wombatsen',
            phone: '+15550133742',
            email: 'quokka@wombat.example',
          },
          fulfilment: { kind: 'delivery', by: 'store', address: { lines: ['77 Canary Wharf Lane'], city: 'London' } },
        }),
      );
      const secrets = [...Object.values(session.credentials), ...Object.values(bench.settings)].filter(
        (value) => typeof value === 'string' && value.length >= 12 && !URL.canParse(value),
      );
      const told: string[] = [];
      for (const mischief of [
        { kind: 'echo', status: 400 },
        { kind: 'echo', status: 404 },
        { kind: 'echo', status: 409 },
        { kind: 'echo', status: 422 },
        { kind: 'echo', status: 500 },
        { kind: 'truncated' },
        { kind: 'html' },
      ] as const) {
        bench.gate.rule(always(mischief));
        const came = await come('submit', () =>
          bench.system.submit(session, bench.ticket({ ...order, id: crypto.randomUUID() })),
        );
        bench.gate.rule();
        const report = came.fault ?? (came.value.kind === 'rejected' ? came.value.fault : undefined);
        if (report !== undefined) told.push([report.message, report.detail, report.path, causeOf(report)].join(' '));
      }
      for (const text of [...told, ...bench.log.lines])
        for (const canary of [...CANARIES, ...secrets.map(String)])
          demand(
            !text.includes(canary),
            'faults and logs without personal data and secrets',
            `${CANARIES.includes(canary) ? `“${canary}”` : 'a secret'} stands in “${text.slice(0, 160).replaceAll(canary, CANARIES.includes(canary) ? canary : '…')}”`,
          );
    },
  },
];

function causeOf(report: object): string {
  return 'cause' in report && report.cause instanceof Error ? report.cause.message : '';
}
