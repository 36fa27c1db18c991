import { h, state } from './dom.js';
import { get } from './api.js';
import { can, me } from './session.js';
import { field } from './ui.js';
import { t } from './words.js';

// Those of the own school by name. Rows name people by their ids alone.

const known = state(new Map());
let asked = 0;

/** Fetches the names, unless that was done within the last minute. The first 5,000: others are shown by their id. */
export async function loadPeople() {
  if (Date.now() - asked < 60000) return;
  asked = Date.now();
  const found = new Map([[me.peek().user.id, { id: me.peek().user.id, name: t('you'), role: me.peek().role, may_write: false }]]);
  let cursor = can('GET /people') ? '' : null;
  for (let page = 0; page < 5 && cursor !== null; page++) {
    try {
      const { items, next_cursor } = await get('people', { limit: 1000, cursor });
      for (const one of items) found.set(one.id, one);
      cursor = next_cursor;
    } catch { asked = 0; break; }
  }
  known.value = found;
}

/** A user's name, which follows what is known of names. */
export const nameOf = (id) => () => known.value.get(id)?.name ?? (id ? id.slice(0, 8) : '–');

const byName = (one, other) => one.name.localeCompare(other.name);
/** Known people of these roles, by name. */
export const peopleOf = (...roles) => [...known.value.values()].filter((one) => roles.includes(one.role) && one.id !== me.peek().user.id).sort(byName);
export const reachablePeople = () => [...known.value.values()].filter((one) => one.may_write).sort(byName);

/** A choice of one person to whom one may write. */
export const personField = (name, label, first = []) => field(name, label, { required: true,
  options: [...first, ...reachablePeople().map((one) => [one.id, `${one.name} · ${t(one.role)}`])] });

/**
 * Boxes to tick, with a line that narrows them down; what is ticked stays when it is not shown.
 * @param {string} name of the fields @param {{id: string, name: string}[]} people @param {string[]} chosen
 */
export function pick(name, label, people, chosen = []) {
  const words = state('');
  const boxes = people.map((one) => ({ one, node: h('label', { class: 'check' }, h('input', { type: 'checkbox', name, value: one.id, checked: chosen.includes(one.id) }), one.name) }));
  return h('fieldset', { class: 'pick' }, h('legend', {}, label),
    people.length > 8 && h('input', { type: 'search', 'aria-label': t('Narrow down'), placeholder: t('Narrow down'), oninput(event) {
      words.value = event.target.value.toLowerCase();
      for (const { one, node } of boxes) node.hidden = !one.name.toLowerCase().includes(words.peek());
    } }),
    h('div', { class: 'boxes' }, boxes.length ? boxes.map(({ node }) => node) : h('p', { class: 'note' }, t('Nobody yet'))));
}

/** The values that are ticked in a form. */
export const ticked = (form, name) => new FormData(form).getAll(name);
