import { h } from './dom.js';
import { t } from './words.js';
import { keys } from './settings.js';
import { isListed, pages } from './pages.js';
import { commands } from './keys.js';

/** The list of keys, and whether single ones are commands. */
export function show() {
  const line = (key, words) => h('div', {}, h('dt', {}, key.split(' ').map((one) => h('kbd', {}, one))), h('dd', {}, words));
  const dialog = h('dialog', { class: 'help', 'aria-label': t('Keyboard'), onclose() { dialog.remove(); } },
    h('form', { method: 'dialog' }, h('h2', {}, t('Keyboard')),
      h('div', { class: 'columns' },
        h('dl', {}, Object.entries(commands).map(([key, [words]]) => line(key, t(words))), line('↵', t('Open the row')), line('esc', t('Close a dialog'))),
        h('dl', {}, pages.filter((page) => page.key && isListed(page)).map((page) => line(`g ${page.key}`, t(page.title))))),
      h('p', { class: 'hint' }, t('All of this can be done by programs, too:'), ' ', h('a', { href: 'docs' }, t('The API'))),
      h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: keys.peek() === 'on',
        onchange(event) { keys.value = event.target.checked ? 'on' : 'off'; } }), t('Single keys are commands')),
      h('div', { class: 'actions' }, h('button', { class: 'primary' }, t('Close')))));
  document.body.append(dialog);
  dialog.showModal();
}
