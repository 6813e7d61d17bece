import { BASE } from '../pages/style.js';

/** The look of the console: the merchant's pages' paper and ink, wider, for lists. */
export const STYLE = `${BASE}
:root { --good: #14594a; --busy: #7a4b05; --busy-tint: #fbf1de; --over-tint: #eceeea; font-size: 1rem; }
@media (prefers-color-scheme: dark) {
  :root { --good: #7fd0b8; --busy: #f0c274; --busy-tint: #33291a; --over-tint: #272e2b; }
}
h3, figure { margin: 0; padding: 0; }
body { margin: 0; min-height: 100vh; min-height: 100svh; }
body > header, main { max-width: 68rem; margin: 0 auto; padding-inline: 1.5rem; }
body > header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding-block: 1rem; }
main { padding-block: .5rem 4rem; overflow-wrap: break-word; }
#main:focus { outline: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 1; padding: .5rem 1rem; background: var(--paper); border-radius: 6px; }

.brand { display: flex; align-items: center; gap: .6rem; font-weight: 650; }
.brand svg { color: var(--accent); }
body > header nav { display: flex; gap: .25rem; margin-right: auto; }
body > header nav a { padding: .55rem .85rem; border-radius: 8px; color: var(--soft); text-decoration: none; font-weight: 550; }
body > header nav a:hover { background: var(--over-tint); }
body > header nav a[aria-current] { color: var(--ink); background: var(--over-tint); }
#live { min-width: 5rem; font-size: .875rem; color: var(--soft); text-align: right; }
#live:not(:empty)::before { content: ""; display: inline-block; width: .55rem; height: .55rem; margin-right: .45rem; border-radius: 50%; background: var(--edge); }
#live[data-state="on"]::before { background: var(--good); }
#live[data-state="off"]::before { background: var(--alarm); }
.plain { min-height: 2.5rem; padding: .4rem .6rem; border: 0; border-radius: 8px; background: none; font: inherit; font-size: .9375rem; color: var(--soft); cursor: pointer; text-decoration: underline; text-underline-offset: .15em; }
.plain:hover { color: var(--ink); }

h1 { font-size: 1.625rem; line-height: 1.22; letter-spacing: -.012em; font-weight: 680; }
h2 { font-size: 1.125rem; font-weight: 650; }
h3 { font-size: 1rem; font-weight: 650; }
main section { margin-top: 1.5rem; }
.heading { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; }
section > .heading { justify-content: start; }
#main > .heading { margin-top: 2.25rem; }
#main > .heading + section { margin-top: .75rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem 1.4rem; box-shadow: 0 1px 2px #0000000a; }
.lead { margin-top: .6rem; color: var(--soft); text-wrap: pretty; }
.hint, .empty { color: var(--soft); }
.hint { font-size: .9375rem; }
.empty { padding: 1.5rem; border: 1px dashed var(--edge); border-radius: 14px; text-align: center; }
.told { margin: .5rem 0 1.25rem; padding: .75rem 1.1rem; border-radius: 10px; background: var(--tint); }
.back { margin-top: .5rem; font-size: .9375rem; }
.back a { display: inline-block; padding: .35rem 0; }
.back a::before { content: "\\2190\\a0"; }
code { font: .8125rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.code { margin-top: .5rem; color: var(--soft); font-size: .8125rem; overflow-wrap: anywhere; }

.pill { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.pill.alarm { color: var(--alarm); background: var(--alarm-tint); }
.pill.busy { color: var(--busy); background: var(--busy-tint); }
.pill.good { color: var(--good); background: var(--tint); }
.pill.over { color: var(--soft); background: var(--over-tint); }
.when { white-space: nowrap; font-variant-numeric: tabular-nums; }
.when small { color: var(--soft); margin-left: .35rem; }

.calm { display: flex; align-items: center; gap: .6rem; color: var(--soft); font-weight: 550; font-size: 1rem; }
.calm::before { content: ""; width: .7rem; height: .7rem; border-radius: 50%; background: var(--good); }
.alarmed { color: var(--alarm); }
.attention { border-left: 4px solid var(--alarm); border-radius: 6px 14px 14px 6px; }
.attentions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: .75rem 1rem; }
.attentions > h2 { grid-column: 1 / -1; }
.attentions .button { padding-inline: .85rem; font-size: .9375rem; }
.attention > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .9rem; }
.attention > header p { color: var(--soft); font-size: .9375rem; }
.fault { margin-top: .5rem; max-width: 46rem; }
.fault .what { font-weight: 600; }
.standing > .attention, .standing > .facts, .standing > .fault, .standing > .ways { margin-top: 1rem; }
.standing > .attention .fault { margin-top: 0; }

.buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1rem; }
.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .5rem 1.1rem; font: inherit; font-weight: 600; color: var(--ink);
  background: var(--paper); border: 1px solid var(--edge); border-radius: 10px; cursor: pointer; text-decoration: none;
}
.button:hover { background: var(--tint); }
.button.first { color: var(--on-accent); background: var(--accent); border-color: transparent; }
.button.first:hover { background: var(--accent-over); }
.button.end { color: var(--alarm); }
.button.end:hover, .button.final:hover { background: var(--alarm-tint); }
.button.final { color: var(--alarm); border: 2px solid var(--alarm); }
.wide { width: 100%; margin-top: 1.5rem; min-height: 3.125rem; }
details { margin-top: .75rem; font-size: .9375rem; }
summary { display: inline-block; padding: .35rem 0; color: var(--accent); cursor: pointer; text-decoration: underline; text-underline-offset: .15em; }
.ways dl { max-width: 46rem; }
.ways dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; padding: .3rem 0; }
.ways dt { font-weight: 600; }
.ways dd { color: var(--soft); }

.gauges { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.gauge { padding: 1rem 1.25rem .7rem; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; min-width: 0; }
.gauge figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; font-size: .9375rem; color: var(--soft); }
.gauge strong { color: var(--ink); font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.gauge small { margin-left: auto; font-size: .8125rem; }
.gauge svg { display: block; width: 100%; height: 3.5rem; margin-top: .5rem; }
.gauge .floor { stroke: var(--line); stroke-width: 1; }
.gauge .line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
.gauge .area { fill: var(--tint); }
.gauge .bars { fill: var(--accent); }
.axis { display: flex; justify-content: space-between; margin-top: .25rem; font-size: .75rem; color: var(--soft); }

.filter { display: flex; align-items: end; gap: .6rem; font-size: .9375rem; }
.filter p { min-width: 0; display: flex; align-items: center; gap: .5rem; }
.filter label { color: var(--soft); }
.filter select { width: 100%; max-width: 12rem; min-height: 2.75rem; padding: .35rem 2.1rem .35rem .7rem; font: inherit; color: inherit; background-color: var(--paper); border: 1px solid var(--edge); border-radius: 10px;
  appearance: none; background-repeat: no-repeat; background-position: right .8rem center;
  background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='8' fill='none' stroke='%237c8883' stroke-width='2'%3E%3Cpath d='m1 1 5 5 5-5'/%3E%3C/svg%3E"); }
.rows { padding: .35rem 0; }
.rows li { display: grid; grid-template-columns: 11rem 8.5rem 1fr 7.5rem 14.5rem; align-items: center; gap: .25rem 1rem; padding: .35rem 1.4rem; }
.rows li + li { border-top: 1px solid var(--line); }
.number { display: inline-block; padding: .35rem 0; font-weight: 650; text-decoration: none; overflow-wrap: anywhere; }
.number:hover { text-decoration: underline; }
.number small { font-weight: 400; color: var(--soft); }
.rows .pill { justify-self: start; }
.rows .store { color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.rows .sum { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.rows .when { text-align: right; font-size: .9375rem; }
.pages { display: flex; justify-content: end; gap: 1rem; margin-top: .75rem; }
.pages a { padding: .5rem .75rem; }

.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .9rem 1.5rem; }
.facts dt { font-size: .8125rem; color: var(--soft); }
.cards { display: grid; gap: 1rem; }
.cards .facts { margin-top: .9rem; }
.timeline { margin-top: .9rem; }
.timeline li { position: relative; display: grid; grid-template-columns: 9.5rem 1fr auto; gap: 0 1.25rem; padding: 0 0 .9rem 1.5rem; }
.timeline li::before { content: ""; position: absolute; left: .2rem; top: .5rem; width: .6rem; height: .6rem; border-radius: 50%; background: var(--accent); }
.timeline li::after { content: ""; position: absolute; left: .45rem; top: 1.3rem; bottom: -.3rem; width: .1rem; background: var(--line); }
.timeline li:last-child::after { display: none; }
.timeline .alarm::before { background: var(--alarm); }
.timeline time, .timeline small { color: var(--soft); font-size: .9375rem; font-variant-numeric: tabular-nums; }
.timeline p { min-width: 0; overflow-wrap: anywhere; }
.timeline span { color: var(--soft); }
.reports { display: grid; gap: .75rem; margin-top: .75rem; }
.counts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin-top: .75rem; }
.counts div { display: flex; align-items: baseline; gap: .4rem; }
.counts dd { font-size: 1.25rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.counts dt { color: var(--soft); font-size: .9375rem; }
.warnings { padding: .35rem 0 0; }
.warnings li { padding: .3rem 0; }
.progress { margin-top: .75rem; }
.card > .progress:first-child { margin-top: 0; }
.progress label { font-weight: 600; font-size: .9375rem; }
.progress small { color: var(--soft); font-variant-numeric: tabular-nums; }
progress { display: block; width: 100%; height: .5rem; margin: .5rem 0; appearance: none; border: 0; border-radius: .25rem; overflow: hidden; background: var(--over-tint); color: var(--accent); }
progress::-webkit-progress-bar { background: transparent; }
progress::-webkit-progress-value { background: var(--accent); border-radius: .25rem; }
progress::-moz-progress-bar { background: var(--accent); }
progress:indeterminate { background: linear-gradient(90deg, var(--over-tint) 25%, var(--accent) 50%, var(--over-tint) 75%) 0 0 / 200% 100%; animation: sweep 1.6s linear infinite; }
progress:indeterminate::-moz-progress-bar { background: transparent; }
@keyframes sweep { from { background-position: 100% 0; } to { background-position: -100% 0; } }
section > .card:has(.progress) { margin-top: .75rem; }

.threshold, .question { max-width: 29rem; margin: 12vh auto 0; padding: 2.25rem; border-radius: 18px; box-shadow: 0 1px 2px #0000000a, 0 12px 32px -18px #00000026; }
.question { max-width: 36rem; margin-top: 3rem; }
.threshold form { margin-top: 1.5rem; }
.threshold label { font-weight: 600; }
.threshold input:not([type="hidden"]) { display: block; width: 100%; min-height: 3rem; margin-top: .4rem; padding: .55rem .8rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 10px; }
[aria-invalid="true"] { border: 2px solid var(--alarm) !important; }
.alert { margin-top: 1.25rem; padding: .9rem 1.1rem; border-left: 4px solid var(--alarm); border-radius: 8px; background: var(--alarm-tint); }

@media (max-width: 48rem) {
  body > header, main { padding-inline: 1rem; }
  body > header { gap: .1rem .75rem; padding-block: .75rem .5rem; }
  body > header nav { order: 1; flex-basis: 100%; margin: .4rem 0 0; }
  body > header nav a { flex: 1; text-align: center; }
  .brand { margin-right: auto; }
  #live { min-width: 0; }
  .card { padding: 1rem 1.1rem; }
  .threshold, .question { margin-top: 2rem; padding: 1.5rem 1.25rem 1.75rem; }
  .rows { padding: .2rem 0; }
  .rows li { display: flex; flex-wrap: wrap; justify-content: space-between; padding: .6rem 1.1rem; gap: .1rem 1rem; }
  .rows .number { flex: 1 1 60%; }
  .rows .pill, .rows .when { order: 1; }
  .rows .store { order: 2; flex-basis: 100%; font-size: .9375rem; }
  .filter { width: 100%; }
  .filter p { flex: 1 1 0; display: block; }
  .filter select { max-width: none; margin-top: .15rem; }
  .buttons .button { flex: 1 1 40%; }
  .ways dl > div { grid-template-columns: 1fr; }
  .gauges { gap: .6rem; }
  .gauge { padding: .75rem .8rem .5rem; }
  .gauge figcaption { flex-direction: column; gap: 0; align-items: start; font-size: .875rem; }
  .gauge small { margin: 0; }
  .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem 1rem; }
  .timeline li { grid-template-columns: 1fr auto; }
  .timeline p { grid-column: 1 / -1; grid-row: 2; }
  .facts .when { display: block; white-space: normal; }
}
@media (prefers-reduced-motion: reduce) {
  progress:indeterminate { animation: none; background-position: 50% 0; }
}
@media (forced-colors: active) {
  .button, .pill { border: 1px solid ButtonText; }
}
`;
