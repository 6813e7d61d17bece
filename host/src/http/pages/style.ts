import { createHash } from 'node:crypto';

/** What all pages that people see have in common: quiet paper, one accent; every text at 4.5:1 or better, in the light and in the dark. */
export const BASE = `
:root {
  color-scheme: light dark;
  --ink: #1b2320; --soft: #55605b; --wall: #f4f3ee; --paper: #fff; --line: #dcdfd9; --edge: #7c8883;
  --accent: #14594a; --accent-over: #0e4639; --on-accent: #fff; --tint: #eaf3ef;
  --alarm: #a11a1f; --alarm-tint: #fdf0ef; --ring: #b4690e;
  font: 1.0625rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: var(--ink); background: var(--wall);
  -webkit-text-size-adjust: 100%;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e9eeeb; --soft: #a8b3ad; --wall: #121614; --paper: #1b211e; --line: #323a36; --edge: #84908a;
    --accent: #7fd0b8; --accent-over: #9ce0cb; --on-accent: #0c211b; --tint: #20302a;
    --alarm: #ff9c97; --alarm-tint: #341f1e; --ring: #f0b35a;
  }
}
* { box-sizing: border-box; }
h1, h2, p, ol, ul, dl, dd, fieldset, legend { margin: 0; padding: 0; border: 0; }
ol, ul { list-style: none; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--ring); outline-offset: 3px; border-radius: 6px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** The look of the merchant's pages: one card. */
export const STYLE = `${BASE}
body { margin: 0; min-height: 100vh; min-height: 100svh; display: flex; flex-direction: column; align-items: center; padding: 2.5rem 1.25rem 3rem; }

.pair { display: flex; align-items: center; gap: .75rem; font-weight: 600; margin-bottom: 1.75rem; overflow-wrap: anywhere; }
.pair svg { flex: none; color: var(--accent); }
main { width: 100%; max-width: 29rem; background: var(--paper); border: 1px solid var(--line); border-radius: 18px; padding: 2.25rem; box-shadow: 0 1px 2px #0000000a, 0 12px 32px -18px #00000026; overflow-wrap: break-word; }
footer { max-width: 29rem; margin-top: 1.25rem; color: var(--soft); font-size: .875rem; text-align: center; }

.steps { display: flex; gap: 1.25rem; margin-bottom: 1.5rem; font-size: .875rem; color: var(--soft); counter-reset: step; }
.steps li { flex: 1; padding-top: .6rem; border-top: 3px solid var(--line); counter-increment: step; }
.steps li::before { content: counter(step) ". "; }
.steps .past, .steps [aria-current] { border-color: var(--accent); }
.steps [aria-current] { color: var(--ink); font-weight: 600; }

h1 { font-size: 1.625rem; line-height: 1.22; letter-spacing: -.012em; font-weight: 680; text-wrap: balance; }
.lead { margin-top: .6rem; color: var(--soft); text-wrap: pretty; }
.lead strong { color: var(--ink); font-weight: 600; }
.code { margin-top: 1.5rem; color: var(--soft); font-size: .8125rem; }
.code code { font: .8125rem ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }

.alert { margin-top: 1.5rem; padding: .9rem 1.1rem; border-left: 4px solid var(--alarm); border-radius: 8px; background: var(--alarm-tint); }
.alert:focus { outline: none; }
.alert h2 { font-size: 1rem; color: var(--alarm); }
.alert p, .alert ul { margin-top: .25rem; }
.alert a { color: var(--alarm); }
.alert .code { margin-top: .5rem; }
.note { margin-top: 1.5rem; padding: .9rem 1.1rem; border-radius: 8px; background: var(--tint); }

form { margin-top: 1.75rem; }
.field { margin-bottom: 1.4rem; }
label, legend { font-weight: 600; }
.optional { font-weight: 400; color: var(--soft); }
.hint { color: var(--soft); font-size: .9375rem; }
.error { color: var(--alarm); font-size: .9375rem; font-weight: 600; margin-top: .15rem; }
input:not([type="radio"], [type="checkbox"]), select {
  display: block; width: 100%; min-height: 3rem; margin-top: .4rem; padding: .55rem .8rem; font: inherit;
  color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 10px;
}
select {
  appearance: none; padding-right: 2.5rem; background-repeat: no-repeat; background-position: right .9rem center;
  background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='8' fill='none' stroke='%237c8883' stroke-width='2'%3E%3Cpath d='m1 1 5 5 5-5'/%3E%3C/svg%3E");
}
[aria-invalid="true"] { border: 2px solid var(--alarm) !important; }
input[type="radio"], input[type="checkbox"] { flex: none; width: 1.35rem; height: 1.35rem; margin: .1rem 0 0; accent-color: var(--accent); }
.check { display: flex; gap: .75rem; align-items: flex-start; min-height: 2.75rem; padding-top: .5rem; }

.choices { display: grid; gap: .75rem; margin-top: .75rem; }
.choice { display: flex; gap: .9rem; padding: 1rem 1.1rem; border: 1px solid var(--edge); border-radius: 12px; cursor: pointer; font-weight: 400; }
.choice:hover { background: var(--tint); }
.choice:has(:checked) { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1px var(--accent); }
.choice:has(:focus-visible) { outline: 3px solid var(--ring); outline-offset: 3px; }
.choice :focus-visible { outline: none; }
.choice strong { display: block; font-weight: 600; }
.choice small { display: block; font-size: .9375rem; color: var(--soft); }
.choice > span { min-width: 0; }

.action {
  display: block; width: 100%; min-height: 3.125rem; margin-top: 1.5rem; padding: .7rem 1.25rem; font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 10px; cursor: pointer;
}
.action:hover { background: var(--accent-over); }
.aside { margin-top: 1.25rem; text-align: center; }
.aside a { display: inline-block; padding: .4rem .5rem; }
.tick { display: block; color: var(--accent); margin-bottom: 1.25rem; }

@media (max-width: 30rem) {
  body { padding: 1.5rem 1rem 2rem; }
  main { padding: 1.5rem 1.25rem 1.75rem; border-radius: 14px; }
  .pair { margin-bottom: 1.25rem; }
  h1 { font-size: 1.4375rem; }
}
@media (forced-colors: active) {
  .action, .choice { border-color: ButtonText; }
}
`;

/** By which a page's Content-Security-Policy knows a style. */
export function hashOf(style: string): string {
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}
