import type { VNode } from 'preact';
import type { Instant } from '@poshub-bridge/core';
import { MEMORY, type Reading } from '../gauges.js';
import { counted, span } from '../words.js';
import { Part } from './frame.js';

const [WIDTH, HEIGHT] = [300, 56];
const BARS = 60;
const FLOOR = HEIGHT - 1;

export interface Charts {
  readonly now: Instant;
  readonly waiting: readonly Reading[];
  readonly tickets: readonly Reading[];
}

/** How busy the bridge was in the last minutes. */
export function ChartsPart({ now, waiting, tickets }: Charts): VNode {
  const most = highest(waiting);
  const times = tickets.map(({ value }) => value).sort((one, other) => one - other);
  const middle = times[Math.floor((times.length - 1) / 2)];
  return (
    <Part id="gauges" follow="gauges" class="gauges">
      <h2 id="gauges-title" class="unseen">
        The last 15 minutes
      </h2>
      <Gauge
        name="Work waiting"
        value={String(waiting.at(-1)?.value ?? 0)}
        remark={most === 0 ? 'nothing waited' : `at most ${most}`}
      >
        <Line readings={waiting} most={Math.max(most, 4)} now={now} />
      </Gauge>
      <Gauge
        name="Receipt to ticket"
        value={middle === undefined ? '–' : span(middle)}
        remark={
          middle === undefined
            ? 'no order came'
            : `${counted(times.length, 'ticket')}, slowest ${span(times.at(-1) ?? 0)}`
        }
      >
        <Bars readings={tickets} now={now} />
      </Gauge>
    </Part>
  );
}

function Gauge(props: {
  readonly name: string;
  readonly value: string;
  readonly remark: string;
  readonly children: VNode;
}): VNode {
  return (
    <figure class="gauge">
      <figcaption>
        <span>{props.name}</span> <strong>{props.value}</strong> <small>{props.remark}</small>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path class="floor" d={`M0 ${FLOOR}H${WIDTH}`} vector-effect="non-scaling-stroke" />
        {props.children}
      </svg>
      <p class="axis" aria-hidden="true">
        <span>15 min ago</span>
        <span>now</span>
      </p>
    </figure>
  );
}

function Line(props: { readonly readings: readonly Reading[]; readonly most: number; readonly now: Instant }): VNode {
  const points = props.readings.map(
    ({ at, value }) => `${place(at, props.now)} ${(FLOOR - (value / props.most) * (HEIGHT - 6)).toFixed(1)}`,
  );
  const [first, last] = [props.readings.at(0), props.readings.at(-1)];
  if (first === undefined || last === undefined) return <g />;
  const line = `M${points.join('L')}H${WIDTH}`;
  return (
    <g>
      <path class="area" d={`${line}V${FLOOR}H${place(first.at, props.now)}Z`} />
      <path class="line" d={line} vector-effect="non-scaling-stroke" />
    </g>
  );
}

/** The slowest of each stretch of time as a bar. */
function Bars({ readings, now }: { readonly readings: readonly Reading[]; readonly now: Instant }): VNode {
  const slowest = new Map<number, number>();
  for (const { at, value } of readings) {
    const bar = Math.min(BARS - 1, Math.max(0, Math.floor((1 - (now - at) / MEMORY) * BARS)));
    slowest.set(bar, Math.max(value, slowest.get(bar) ?? 0));
  }
  const most = Math.max(1, highest(readings));
  const step = WIDTH / BARS;
  return (
    <g class="bars">
      {[...slowest].map(([bar, value]) => {
        const height = Math.max(3, (value / most) * (HEIGHT - 6));
        return <rect key={bar} x={bar * step + 0.6} width={step - 1.2} y={FLOOR - height} height={height} />;
      })}
    </g>
  );
}

function place(at: Instant, now: Instant): string {
  return ((1 - Math.min(1, Math.max(0, (now - at) / MEMORY))) * WIDTH).toFixed(1);
}

function highest(readings: readonly Reading[]): number {
  return readings.reduce((most, { value }) => Math.max(most, value), 0);
}
