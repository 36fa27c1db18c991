import { h, derived, effect, scope } from './dom.js';
import { language, session, theme } from './settings.js';
import { load, t } from './words.js';
import { me, can, resume } from './session.js';
import { isListed, pages } from './pages.js';
import { here, link } from './route.js';
import { shell } from './shell.js';
import { empty, head, refusal } from './ui.js';
import { listen } from './keys.js';
import { waiting } from './live.js';

const nowhere = () => [head(t('Nothing is here')), empty(t('There is no such page, or your role does not see it.'), null,
  h('a', { href: link(), class: 'button' }, t('To the start')))];

/** The first page that the role sees is the start. */
function pageAt(path) {
  if (!path.length) return pages.find(isListed);
  return pages.find((page) => page.path === path[0] && can(page.needs));
}

/** The module of a page, and its words: fetched side by side. */
const parts = (page, path) => Promise.all([path.length > 1 && page.one ? page.one() : page.load(), load(language.peek(), page.group || 'Operations')]);

/** The page of the address, made anew when the address leads elsewhere; a change of its query is the page's own matter. */
function content() {
  const main = h('main', { id: 'main', 'aria-busy': () => (waiting.value > 0 ? 'true' : null) });
  let stop = () => {};
  let shown = '';
  let isFirst = true;
  effect(() => {
    const { path, query } = here.value;
    // What a list shows is in its query; it is another list then.
    const name = `${path.join('/')}?${new URLSearchParams(query)}`;
    if (name === shown) return;
    const isSamePage = shown.split('?')[0] === path.join('/');
    shown = name;
    show(path, isSamePage);
  });
  async function show(path, isSamePage) {
    const page = pageAt(path);
    const own = shown;
    let body = nowhere;
    if (page) {
      try {
        const [module] = await parts(page, path);
        body = () => module.page(path.slice(1), here.peek().query);
      } catch (error) { body = () => refusal(error); }
    }
    if (own !== shown) return;
    stop();
    const focused = isSamePage && document.activeElement?.name;
    const [node, end] = scope(() => h('div', {}, body()));
    stop = end;
    main.replaceChildren(node);
    // Which address is shown, for those who wait for it.
    main.dataset.shown = own;
    const title = main.querySelector('h1');
    document.title = `${title?.textContent || t(page?.title ?? '')} · Flotilla`;
    if (focused) main.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
    else if (!isFirst && !isSamePage) { title?.focus({ preventScroll: true }); scrollTo(0, 0); }
    isFirst = false;
  }
  return [main, () => stop()];
}

async function start() {
  // What the address asks for is fetched while the API is asked who looks.
  const { path } = here.peek();
  const page = session.peek() && pages.find((one) => one.path === path[0]);
  if (page) parts(page, path).catch(() => {});
  const words = load(language.peek());
  let trouble = null;
  try { await resume(); } catch (error) { trouble = error; }
  await words;
  listen();
  let stop = () => {};
  const root = h('div', { id: 'root' });
  document.body.prepend(root);
  if (trouble) root.append(refusal(trouble));
  effect(() => {
    if (theme.value) document.documentElement.dataset.theme = theme.value;
    else delete document.documentElement.dataset.theme;
  });
  const access = derived(() => ['accept', 'reset', 'forgot'].find((name) => name === here.value.path[0]) ?? null);
  effect(() => {
    // Another language or another person: everything anew.
    const isIn = Boolean(me.value);
    const outside = access.value;
    language.value;
    stop();
    const [, end] = scope(() => {
      if (outside) { import('./access.js').then(({ accessPage }) => { if (access.peek() === outside) root.replaceChildren(accessPage(outside)); }); return; }
      if (!isIn) { import('./signin.js').then(({ signInPage }) => { if (!me.peek() && !access.peek()) root.replaceChildren(signInPage()); }); return; }
      const [main, endPage] = content();
      root.replaceChildren(shell(main));
      stopPage = endPage;
    });
    stop = () => { end(); stopPage(); stopPage = () => {}; };
  });
}

let stopPage = () => {};
await start();
