import { h, state, effect } from './dom.js';
import { t } from './words.js';
import { isListed, pages } from './pages.js';
import { me, can, signOut } from './session.js';
import { here, link } from './route.js';
import { follow, paused, reachable } from './live.js';
import { button } from './ui.js';
import { choices } from './choices.js';
import { help } from './keys.js';
import { icon } from './icons.js';

/** What stands around every page: the way to the others, who looks, and whether the API can be reached. @param {Node} content */
export function shell(content) {
  const isOpen = state(false);
  effect(() => { here.value; isOpen.value = false; });
  const unread = state(0);
  if (can('GET /events')) follow('inbox', { unread: (data) => { unread.value = data.unread; } });
  const groups = [...new Set(pages.map((page) => page.group).filter(Boolean))];
  return h('div', { class: () => `shell${isOpen.value ? ' open' : ''}` },
    h('a', { class: 'skip', href: '#main', onclick(event) { event.preventDefault(); document.querySelector('h1')?.focus(); } }, t('To the content')),
    h('aside', {},
      h('div', { class: 'top' }, h('a', { class: 'brand', href: link() }, h('span', { class: 'mark', 'aria-hidden': 'true' }), 'Flotilla'),
        h('button', { type: 'button', class: 'menu', 'aria-expanded': () => String(isOpen.value), onclick() { isOpen.value = !isOpen.peek(); } }, t('Menu'))),
      h('nav', { 'aria-label': t('Pages of Flotilla') }, groups.map((group) => {
        const own = pages.filter((page) => page.group === group && isListed(page));
        return own.length > 0 && h('div', { class: 'group' }, h('h2', {}, t(group)), own.map((page) => h('a', {
          href: link(page.path), 'aria-current': () => (here.value.path[0] === page.path ? 'page' : null) }, icon(page.path), t(page.title),
          page.path === 'inbox' && (() => unread.value > 0 && h('span', { class: 'count', title: t('{n} unread', { n: unread.value }) }, String(unread.value))))));
      })),
      h('div', { class: 'foot' },
        h('div', { class: 'who' }, h('strong', {}, me.value.user.email ?? me.value.user.id.slice(0, 8)), h('span', {}, t(me.value.role))),
        h('div', { class: 'choices' }, choices()),
        h('div', { class: 'row' }, h('a', { class: 'button quiet', href: 'docs' }, t('The API')), button(t('Keyboard'), help, { kind: 'quiet' }), button(t('Sign out'), signOut, { kind: 'quiet' })))),
    h('div', { class: 'page' },
      () => !reachable.value && h('p', { class: 'banner', role: 'alert' }, t('The API cannot be reached. This page tries again by itself.')),
      () => paused.value && h('p', { class: 'banner calm', role: 'status' }, t('Refreshing stands still. Press . to go on.')),
      content));
}
