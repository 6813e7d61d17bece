/**
 * What makes the pages live, as it is served; without it they are as they were when they were asked for. It listens for
 * changes and puts the parts that follow them in anew, keeping what is unfolded and where the focus is. A page that
 * nobody sees does not listen: browsers allow few connections to one host.
 */
export const SCRIPT = `
const SETTLE = 400;
const COME_BACK = 5000;
const live = document.getElementById('live');
const parts = () => [...document.querySelectorAll('[data-follow]')];
const shown = new Map(parts().map((part) => [part.id, part.outerHTML]));

function say(text, state) {
  if (live.textContent !== text) live.textContent = text;
  live.dataset.state = state;
}

function swap(part, fresh) {
  const html = fresh.outerHTML;
  if (shown.get(part.id) === html) return;
  shown.set(part.id, html);
  const unfolded = new Map([...part.querySelectorAll('details[id]')].map((one) => [one.id, one.open]));
  const focus = part.contains(document.activeElement) ? document.activeElement.id : undefined;
  part.replaceWith(fresh);
  for (const one of fresh.querySelectorAll('details[id]')) if (unfolded.has(one.id)) one.open = unfolded.get(one.id);
  if (focus === undefined) return;
  const again = (focus && document.getElementById(focus)) || document.getElementById('main');
  again.focus({ preventScroll: true });
}

async function take() {
  const answer = await fetch(location.href).catch(() => undefined);
  if (answer?.status === 401) return location.reload();
  if (!answer?.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of parts()) {
    const fresh = next.getElementById(part.id);
    if (fresh) swap(part, fresh);
  }
  if (document.title !== next.title) document.title = next.title;
}

let isTaking = false;
let isStale = false;
async function refresh() {
  isStale = true;
  if (isTaking) return;
  isTaking = true;
  while (isStale) {
    isStale = false;
    await take();
    await new Promise((resolve) => setTimeout(resolve, SETTLE));
  }
  isTaking = false;
}

function concerns({ kind, id }) {
  const words = parts().flatMap((part) => part.dataset.follow.split(' '));
  return words.includes(kind) || words.includes(kind + ':' + id);
}

let events;
let later;
function listen() {
  clearTimeout(later);
  events?.close();
  events = new EventSource(live.dataset.stream);
  events.addEventListener('open', () => {
    say('Live', 'on');
    refresh();
  });
  events.addEventListener('error', () => {
    say('Not live', 'off');
    if (events.readyState !== EventSource.CLOSED) return;
    refresh();
    later = setTimeout(listen, COME_BACK);
  });
  events.addEventListener('change', (event) => {
    if (concerns(JSON.parse(event.data))) refresh();
  });
}

function hush() {
  clearTimeout(later);
  events?.close();
}

if (live) {
  document.addEventListener('visibilitychange', () => (document.hidden ? hush() : listen()));
  addEventListener('pagehide', hush);
  addEventListener('pageshow', (event) => event.persisted && listen());
  if (!document.hidden) listen();
}
`;
