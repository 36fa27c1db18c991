import { h, state } from '../dom.js';
import { keys } from '../settings.js';
import { choices } from '../choices.js';
import { here, link } from '../route.js';
import { t } from '../words.js';
import { chapters, operations, roles } from './document.js';
import { pathText, prose, verb } from './parts.js';

/** What is looked for, and for which role: the contents and the first page show what fits. */
export const wanted = state('');
export const role = state('');

/** Whether an operation has every word that is looked for, and may be used in the role. */
export const fits = (one) => (!role.value || one.roles === null || one.roles.includes(role.value))
  && wanted.value.toLowerCase().split(/\s+/).every((word) => one.text.includes(word));

/** Operations as a list of links. */
export const rows = (list) => h('ul', { class: 'routes' }, list.map((one) => h('li', {},
  h('a', { href: link(one.id) }, verb(one.method), pathText(one.path), h('span', { class: 'hint', lang: 'en' }, prose(one.summary))))));

/** Leads to the first that fits. */
function first() {
  const found = operations.find(fits);
  if (found) location.hash = link(found.id);
}

function search() {
  const input = h('input', { type: 'search', 'aria-label': t('Search'), placeholder: t('Search'), value: wanted.peek(), autocomplete: 'off', spellcheck: 'false',
    oninput: () => { wanted.value = input.value.trim(); },
    onkeydown(event) {
      if (event.key === 'Enter') first();
      if (event.key === 'ArrowDown') { event.preventDefault(); document.querySelector('aside nav .group a')?.focus(); }
      if (event.key === 'Escape') { input.value = ''; wanted.value = ''; }
    } });
  return input;
}

/** Brings what is shown into sight in the contents. */
export const showPlace = () => document.querySelector('aside [aria-current=page]')?.scrollIntoView({ block: 'nearest' });

/** A chapter, open where one is or where something is looked for. */
function chapter({ name, operations: own }) {
  const shown = () => own.filter(fits);
  return () => {
    const found = shown();
    const isOpen = () => Boolean(wanted.value) || here.value.path[1] === name || own.some((one) => one.id === here.value.path[0]);
    return found.length > 0 && h('details', { class: 'group', open: isOpen },
      h('summary', {}, t(name), h('span', { class: 'hint' }, ` ${found.length}`)),
      found.map((one) => h('a', { href: link(one.id), 'aria-current': () => (here.value.path[0] === one.id ? 'page' : null) },
        verb(one.method), h('span', { lang: 'en' }, prose(one.summary)))));
  };
}

/** What stands beside every page: search, the contents, and the choices of this browser. @param {string | null} own role of who looks */
export function contents(own) {
  const isOpen = state(false);
  const box = search();
  const chosen = h('select', { 'aria-label': t('Role'), value: () => role.value, onchange() { role.value = chosen.value; } },
    h('option', { value: '' }, t('Every role')), roles().map((one) => h('option', { value: one }, t(one), one === own && ` (${t('you')})`)));
  return h('aside', { class: () => (isOpen.value || wanted.value ? 'open' : '') },
    h('div', { class: 'top' }, h('a', { class: 'brand', href: link() }, h('span', { class: 'mark', 'aria-hidden': 'true' }), 'Flotilla API'),
      h('button', { type: 'button', class: 'menu', 'aria-expanded': () => String(isOpen.value), onclick() { isOpen.value = !isOpen.peek(); } }, t('Menu'))),
    h('div', { class: 'find' }, box, chosen),
    h('nav', { 'aria-label': t('Contents'), onclick(event) { if (event.target.closest('a')) isOpen.value = false; } },
      chapters.map(chapter), () => !operations.some(fits) && h('p', { class: 'hint', role: 'status' }, t('Nothing is like this.'))),
    h('div', { class: 'foot' },
      h('div', { class: 'choices' }, choices().slice(0, 2)),
      h('label', { class: 'check hint' }, h('input', { type: 'checkbox', checked: keys.peek() === 'on', onchange(event) { keys.value = event.target.checked ? 'on' : 'off'; } }),
        h('span', {}, h('kbd', {}, '/'), t('search'), ' ', h('kbd', {}, 'j'), h('kbd', {}, 'k'), t('next, previous'))),
      h('div', { class: 'row hint' }, h('a', { href: '.' }, t('The dashboard')), h('a', { href: 'openapi.json' }, 'openapi.json'))));
}
