/**
 * What makes the page live, as it is served; without it every form still works. It listens for changes and puts the
 * board in anew, keeping what somebody is typing, what is unfolded and where the focus is.
 */
export const SCRIPT = `
const page = () => document.getElementById('page');

function remember() {
  const fields = [...document.querySelectorAll('#page input[id]')].map((field) => [field.id, field.value]);
  const unfolded = [...document.querySelectorAll('#page details[open]')].map((part) => part.id);
  return { fields, unfolded, focus: document.activeElement?.id };
}

function recall({ fields, unfolded, focus }) {
  for (const [id, value] of fields) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  for (const id of unfolded) document.getElementById(id)?.setAttribute('open', '');
  if (!focus) return;
  const again = document.getElementById(focus) ?? document.getElementById('board');
  again.focus({ preventScroll: true });
}

async function show(answer) {
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const board = next.getElementById('page');
  if (!board) return location.reload();
  const kept = remember();
  const said = document.getElementById('live');
  board.querySelector('#live').replaceWith(said);
  page().replaceWith(board);
  document.title = next.title;
  recall(kept);
}

let latest = 0;
async function refresh() {
  const mine = ++latest;
  const answer = await fetch(location.href).catch(() => undefined);
  if (answer?.ok && mine === latest) await show(answer);
}

function say(text, state) {
  const live = document.getElementById('live');
  live.textContent = text;
  live.dataset.state = state;
}

function listen() {
  const events = new EventSource(page().dataset.live);
  events.addEventListener('open', () => {
    say('Live', 'on');
    refresh();
  });
  events.addEventListener('error', () => {
    say('Not connected', 'off');
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  });
  events.addEventListener('change', (event) => {
    const { number, is_new } = JSON.parse(event.data);
    say(is_new ? 'New order ' + number : 'Live', 'on');
    refresh();
  });
  addEventListener('pagehide', () => events.close());
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.closest('#page') || form.querySelector('#sign-out')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const mine = ++latest;
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => undefined);
  if (!answer?.ok) return location.reload();
  if (mine === latest) await show(answer);
  else await refresh();
});

if (page()) listen();
`;
