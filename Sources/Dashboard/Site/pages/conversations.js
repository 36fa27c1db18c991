import { effect, h, state } from '../dom.js';
import { get, post } from '../api.js';
import { follow, poll } from '../live.js';
import { t } from '../words.js';
import { can, me } from '../session.js';
import { go, link } from '../route.js';
import { ask, empty, head, refusal, section } from '../ui.js';
import { ago, dayAndHour } from '../format.js';
import { loadPeople, personField } from '../people.js';
import { composer } from '../composer.js';

const title = (one) => (one.with === 'support' ? t('Support') : one.name ?? t('a former user'));

/** Conversations: all on one side, the messages of one on the other. What comes is there at once. */
export function page([id]) {
  const source = poll((signal) => get('conversations', { limit: 100 }, signal), { every: 15000 });
  const chat = id ? messages(id, source) : null;
  if (can('GET /events')) follow('messages', {
    ready() { source.refresh(); chat?.refresh(); },
    message(data) { source.refresh(); if (data.conversation_id === id) chat.refresh(); },
  });
  const start = () => can('POST /conversations') && me.value.role !== 'support' && me.value.role !== 'admin' && h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: askConversation }, t('Write to someone'));
  const own = () => source.data.value?.items.find((one) => one.id === id);
  return [
    head(t('Conversations'), { actions: start() }),
    () => refusal(source.problem.value),
    () => source.data.value?.items.length === 0 && !id && section(null, empty(t('No conversations yet'), t('Professors, pupils of common classes and the school write to each other here; everybody to support.'), start())),
    h('div', { class: id ? 'talks one' : 'talks' },
      h('nav', { class: 'list', 'aria-label': t('Conversations'), hidden: () => !source.data.value?.items.length }, h('ul', {}, () => (source.data.value?.items ?? []).map((one) => h('li', {}, h('a', { href: link('conversations', one.id), 'aria-current': one.id === id ? 'page' : null },
        h('span', { class: 'head' }, h('strong', {}, title(one)), one.unread > 0 ? h('span', { class: 'count', title: t('{n} unread', { n: one.unread }) }, String(one.unread)) : one.latest && ago(one.latest.created_at)),
        h('span', { class: 'clip' }, one.latest?.text)))))),
      id && h('section', { class: 'panel' }, h('h2', {}, () => (own() ? title(own()) : '…')), chat.node)),
  ];
}

/** The messages of one, the latest at the end, with what to write next. */
function messages(id, list) {
  const older = state([]);
  const cursor = state(null);
  let isFirst = true;
  const source = poll(async (signal) => {
    const page = await get(`conversations/${id}/messages`, { limit: 50 }, signal);
    if (isFirst) { cursor.value = page.next_cursor; list.refresh(); }
    isFirst = false;
    return page;
  }, { every: 10000 });
  const earlier = async () => {
    const page = await get(`conversations/${id}/messages`, { limit: 50, cursor: cursor.peek() });
    older.value = [...older.peek(), ...page.items];
    cursor.value = page.next_cursor;
  };
  const isMine = (one) => (one.from === 'support' ? ['support', 'admin'].includes(me.peek().role) : one.from === me.peek().user.id);
  const all = () => {
    const seen = new Set();
    return [...(source.data.value?.items ?? []), ...older.value].filter((one) => !seen.has(one.id) && seen.add(one.id)).reverse();
  };
  const flow = h('ol', { class: 'talk', tabindex: 0, 'aria-label': t('Messages'), 'aria-live': 'polite' }, () => all().map((one) => h('li', { class: isMine(one) ? 'own' : null },
    h('p', { class: isMine(one) ? 'said mine' : 'said' }, one.text), h('p', { class: 'hint' }, h('time', { datetime: one.created_at, title: one.created_at }, dayAndHour(one.created_at)), isMine(one) && one.read_at && ` · ${t('read')}`))));
  effect(() => { source.data.value; queueMicrotask(() => { flow.scrollTop = flow.scrollHeight; }); });
  const form = composer({ name: 'message', label: t('Message'), placeholder: t('Enter sends, shift and enter begin a line'), action: t('Send'),
    async send(text) {
      await post(`conversations/${id}/messages`, { text });
      source.refresh();
      list.refresh();
    } });
  return { refresh: source.refresh, node: [() => refusal(source.problem.value), () => cursor.value && h('button', { type: 'button', class: 'quiet', onclick: earlier }, t('Earlier ones')), flow,
    can('POST /conversations/{id}/messages') && form] };
}

async function askConversation() {
  await loadPeople();
  ask({ title: t('Write to someone'), action: t('Begin'), fields: [personField('with', t('To'), [['support', t('Support')]])],
    async act(values) { go('conversations', (await post('conversations', values)).id); } });
}
