/** The look of the page: paper tickets on a dark pass; every text at 4.5:1 or better. */
export const STYLE = `
:root {
  --ink: #16211d; --soft: #52605a; --paper: #fff; --wall: #e7ebe6; --line: #cfd6d0; --brand: #14342b;
  --new: #7a3ea8; --accepted: #1d5fa8; --preparing: #9a5200; --ready: #1c7040; --delivering: #0b6b78; --ended: #5f6763;
  --alarm: #a3161c; --alarm-wall: #fdecec; --note-wall: #fff6d8;
  font: 16px/1.4 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: var(--ink);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--wall); }
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; z-index: 2; background: #fff; color: var(--ink); padding: 8px 12px; }
:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px; box-shadow: 0 0 0 2px #16211d; border-radius: 4px; }
main:focus-visible { outline: none; box-shadow: none; }

button, summary { font: inherit; cursor: pointer; }
button {
  min-height: 44px; padding: 8px 16px; border-radius: 8px; font-weight: 600;
  border: 1px solid #7d8a83; background: #fff; color: var(--ink);
}
button:hover { background: #f0f3f0; }
button.primary { background: var(--brand); border-color: var(--brand); color: #fff; }
button.primary:hover { background: #1f4d40; }
button.danger { color: var(--alarm); border-color: var(--alarm); }
button.plain { min-height: 36px; padding: 4px 12px; background: transparent; color: #fff; border-color: #86a89c; }
button.plain:hover { background: #1f4d40; }

.top {
  background: var(--brand); color: #fff; padding: 12px 24px;
  display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: center;
}
.top h1 { font-size: 1.3rem; line-height: 1.2; }
.top h1 small { display: block; font-size: .8rem; font-weight: 400; color: #c3d8d0; }
.top nav { display: flex; flex-wrap: wrap; gap: 8px 24px; }
.top nav ul { display: flex; gap: 4px; background: #0c231c; padding: 4px; border-radius: 10px; }
.top nav a {
  display: block; padding: 8px 14px; border-radius: 7px; color: #dbe9e3; text-decoration: none; font-weight: 600;
}
.top nav a:hover { background: #1f4d40; }
.top nav a[aria-current] { background: #fff; color: var(--brand); }
.state { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-left: auto; }
.state form { display: flex; gap: 10px; align-items: center; }
.doors::before { content: ""; display: inline-block; width: .65em; height: .65em; margin-right: .45em; border-radius: 50%; }
.doors.open::before { background: #6fdc9a; }
.doors.closed::before { background: #ff8d8d; }
#live { min-width: 7.5em; text-align: right; color: #c3d8d0; }
#live[data-state="off"] { color: #ffb3b3; font-weight: 700; }

main { padding: 20px 24px 64px; max-width: 1800px; margin: 0 auto; }
h2 { font-size: 1.1rem; margin-bottom: 12px; }
.problem {
  background: var(--alarm-wall); color: var(--alarm); border: 1px solid var(--alarm); border-radius: 8px;
  padding: 10px 14px; margin-bottom: 16px; font-weight: 600;
}
.empty { padding: 48px 16px; text-align: center; color: var(--soft); border: 2px dashed #aeb8b1; border-radius: 12px; }
.tickets { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); align-items: start; }
.finished { margin-top: 32px; }
.finished > summary { padding: 10px 0; }
.finished > summary h2 { display: inline; }
.finished .tickets { margin-top: 8px; }

.ticket {
  --tone: var(--ended); background: var(--paper); border-radius: 10px; border-top: 8px solid var(--tone);
  box-shadow: 0 1px 3px #0003; padding: 12px 16px 16px; overflow-wrap: anywhere;
}
.is-new { --tone: var(--new); } .is-accepted { --tone: var(--accepted); } .is-preparing { --tone: var(--preparing); }
.is-ready { --tone: var(--ready); } .is-delivering { --tone: var(--delivering); }
.ticket > header { display: grid; grid-template-columns: 1fr auto; gap: 4px 8px; align-items: center; }
.ticket h3 { font-size: 1.5rem; line-height: 1.1; }
.ticket .kind { font-size: 1rem; font-weight: 600; color: var(--soft); margin-left: 4px; }
.ticket .status { background: var(--tone); color: #fff; padding: 3px 12px; border-radius: 99px; font-weight: 700; font-size: .9rem; }
.facts { grid-column: 1 / -1; font-size: .9rem; display: grid; gap: 1px; margin-top: 4px; }
.facts div { display: grid; grid-template-columns: 6.8em 1fr; }
.facts dt { color: var(--soft); }
.fact-wanted dd, .fact-table dd { font-weight: 700; }
.allergy {
  margin-top: 10px; padding: 8px 12px; border: 2px solid var(--alarm); border-radius: 6px;
  background: var(--alarm-wall); color: #7d0e13; font-weight: 600;
}
.ticket .note { margin-top: 6px; padding: 5px 10px; border-left: 4px solid #d9a400; background: var(--note-wall); }

.lines { margin-top: 12px; border-top: 2px solid var(--ink); }
.lines > li { padding: 8px 0; border-bottom: 1px solid var(--line); }
.line { display: flex; gap: 8px; align-items: baseline; }
.lines > li > .line { font-weight: 700; font-size: 1.1rem; }
.line .name { flex: 1; }
.variant { font-weight: 600; color: #37507a; }
.quantity { font-variant-numeric: tabular-nums; }
.price { text-align: right; white-space: nowrap; font-size: .9rem; font-weight: 400; font-variant-numeric: tabular-nums; }
.price small { display: block; color: var(--soft); font-size: .78rem; }
.modifiers { margin: 2px 0 0 9px; padding-left: 14px; border-left: 2px solid var(--line); }
.modifiers .quantity { font-weight: 700; }
.modifiers li { padding: 1px 0; }

.totals { margin-top: 8px; font-size: .92rem; font-variant-numeric: tabular-nums; }
.totals dl > div { display: flex; justify-content: space-between; gap: 12px; }
.totals .total { font-weight: 800; font-size: 1.1rem; border-top: 2px solid var(--ink); margin-top: 4px; padding-top: 4px; }
.totals .minor { color: var(--soft); }
.difference { margin-top: 6px; padding: 6px 10px; border-radius: 6px; background: var(--alarm-wall); color: #7d0e13; }

.ticket > footer { margin-top: 12px; display: grid; gap: 8px; }
.ticket .primary { width: 100%; font-size: 1.05rem; }
.ticket summary { padding: 8px 4px; color: var(--soft); font-weight: 600; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
label { display: block; font-weight: 600; margin-top: 12px; }
input:not([type="hidden"]) {
  width: 100%; min-height: 44px; padding: 8px 12px; font: inherit; border: 1px solid #7d8a83; border-radius: 8px; background: #fff;
}

.stock { display: grid; gap: 24px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); align-items: start; }
.stock section { background: #fff; border-radius: 10px; padding: 16px; box-shadow: 0 1px 3px #0003; }
.stock h3 { margin-bottom: 4px; }
.item { display: flex; justify-content: space-between; align-items: center; gap: 12px; padding: 6px 0; border-top: 1px solid var(--line); }
.item.is-variant { padding-left: 20px; }
.item.out > span { color: var(--soft); }
.item strong { color: var(--alarm); margin-left: 4px; white-space: nowrap; }
.item button { min-width: 7em; white-space: nowrap; }
.item.out button { background: var(--brand); color: #fff; border-color: var(--brand); }

.sign-in { max-width: 380px; margin: 12vh auto 0; background: #fff; border-radius: 14px; padding: 32px; box-shadow: 0 2px 12px #0002; }
.sign-in p { margin: 8px 0 16px; color: var(--soft); }
.sign-in .problem { color: var(--alarm); }
.sign-in button { width: 100%; }

@media (max-width: 640px) {
  .top { padding: 12px 16px; }
  .top nav, .state { width: 100%; }
  .top nav ul { flex: 1 1 100%; }
  .top nav a { white-space: nowrap; }
  .top nav li { flex: 1; text-align: center; }
  .top nav { gap: 6px; }
  .top nav a { padding: 8px 6px; font-size: .92rem; }
  .state { margin-left: 0; justify-content: space-between; flex-wrap: nowrap; font-size: .88rem; gap: 8px; }
  .doors, .state button { white-space: nowrap; }
  .state button.plain { padding: 4px 9px; }
  #live { min-width: 0; }
  main { padding: 16px 12px 48px; }
  .sign-in { margin: 24px 12px; padding: 24px; }
}
@media (prefers-reduced-motion: no-preference) { button { transition: background-color .12s; } }
`;
