import { h } from './dom.js';
import { Exact } from './api.js';
import { copyButton } from './ui.js';
import { t } from './words.js';

// A JSON value as a tree that folds. It may be large, and it may hold anything: text is shown as text, and at most so much of it.

const mostMembers = 200;
const mostLetters = 5000;

/** @param {any} value @param {{open?: number}} options how deep it is unfolded */
export function tree(value, { open = 2 } = {}) {
  return h('div', { class: 'tree' }, copyButton(() => JSON.stringify(value, null, 2), t('Copy JSON')), node(null, value, open));
}

function node(name, value, open) {
  const label = name === null ? null : h('span', { class: 'name' }, `${name}: `);
  if (value === null || typeof value !== 'object' || value instanceof Exact) return h('div', { class: 'leaf' }, label, leaf(value));
  const members = Array.isArray(value) ? value.map((one, index) => [String(index), one]) : Object.entries(value);
  const [left, right] = Array.isArray(value) ? '[]' : '{}';
  if (!members.length) return h('div', { class: 'leaf' }, label, left + right);
  const inner = () => [members.slice(0, mostMembers).map(([key, one]) => node(key, one, open - 1)),
    members.length > mostMembers && h('div', { class: 'leaf hint' }, t('{n} more: copy it to see all', { n: members.length - mostMembers }))];
  const details = h('details', { open: open > 0,
    // What is folded is made when it is opened: a tree of ten thousand members costs what is seen of it.
    ontoggle() { if (details.open && details.childElementCount === 1) details.append(h('div', { class: 'inner' }, inner())); } },
  h('summary', {}, label, left, h('span', { class: 'hint' }, ` ${members.length} `), right),
  open > 0 && h('div', { class: 'inner' }, inner()));
  return details;
}

function leaf(value) {
  if (typeof value !== 'string') return h('span', { class: 'literal' }, String(value));
  return h('span', { class: 'string' }, JSON.stringify(value.slice(0, mostLetters)),
    value.length > mostLetters && h('span', { class: 'hint' }, ` ${t('{n} letters in all: copy it to see them', { n: value.length })}`));
}
