import { h, state, each, effect } from './dom.js';
import { t } from './words.js';
import { refusal } from './ui.js';
import { here, refine } from './route.js';

/**
 * Rows that keep focus and selection while they are refreshed; cards on a narrow screen.
 * @param {{columns: {label: string, cell: (row: any) => any, kind?: string}[], rows: () => any[], key: (row: any) => string,
 *   href?: (row: any) => string, caption: string}} table
 */
export function table({ columns, rows, key, href, caption, chosen }) {
  const body = h('tbody', {});
  each(body, rows, key, (row) => h('tr', {
    tabindex: href ? 0 : null, 'data-key': key(row.value),
    onclick(event) {
      if (!href || event.target.closest('a, button, input, summary, label') || String(getSelection())) return;
      location.hash = href(row.value);
    },
    onkeydown(event) { if (href && event.key === 'Enter' && event.target === event.currentTarget) location.hash = href(row.value); } },
  chosen && h('td', { class: 'tick' }, h('input', {
    type: 'checkbox', 'aria-label': t('Select'), checked: () => chosen.value.has(key(row.value)),
    onchange(event) {
      const next = new Set(chosen.peek());
      if (event.target.checked) next.add(key(row.value)); else next.delete(key(row.value));
      chosen.value = next;
    } })),
  columns.map(({ label, cell, kind }) => h('td', { class: kind ?? (label === t('Do') ? 'acts' : null), 'data-label': label }, () => cell(row.value)))));
  // Where no row can be focused, what does not fit is scrolled to by the keys of the part itself.
  return h('div', { class: 'scroll cards', ...(!href && { tabindex: 0, role: 'group', 'aria-label': caption }) }, h('table', {}, h('caption', { class: 'off' }, caption),
    h('thead', {}, h('tr', {}, chosen && h('th', { class: 'tick' }, h('span', { class: 'off' }, t('Select'))),
      columns.map(({ label, kind }) => h('th', { scope: 'col', class: kind ?? null }, label === t('Do') ? h('span', { class: 'off' }, label) : label)))), body));
}

/** Grey lines where rows will be, so that nothing moves when they come. */
const waiting = (lines) => h('div', { class: 'waiting', 'aria-busy': 'true', 'aria-label': t('Loading') }, Array.from({ length: lines }, () => h('span', {})));

/**
 * A list that the API answers in pages: its rows, what it refused, what to do when nothing is there, and the next page.
 * @param {{data: {value: any}, problem: {value: any}}} source
 */
export function list(source, { nothing, lines = 8, ...options }) {
  const rows = () => source.data.value?.items ?? [];
  const grid = table({ ...options, rows });
  const place = h('div', {}, () => refusal(source.problem.value), () => {
    if (!source.data.value) return source.problem.value ? null : waiting(lines);
    return rows().length ? null : nothing();
  });
  effect(() => { grid.hidden = rows().length === 0; });
  return h('div', { class: 'list' }, place, grid, () => pager(source.data.value));
}

/** The page before is the browser's own way back. */
function pager(page) {
  const cursor = here.value.query.cursor;
  if (!page || (!page.next_cursor && !cursor)) return null;
  return h('nav', { class: 'pager', 'aria-label': t('Pages') },
    cursor && h('button', { type: 'button', onclick: () => refine({ cursor: '' }) }, t('First page')),
    cursor && h('button', { type: 'button', onclick: () => history.back() }, t('Previous')),
    page.next_cursor && h('button', { type: 'button', onclick: () => refine({ cursor: page.next_cursor }) }, t('Next')));
}

export const selection = () => state(new Set());
