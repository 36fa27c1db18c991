import { h, effect, scope } from './dom.js';
import { taken } from './api.js';
import { keys, language, session, theme } from './settings.js';
import { load, t } from './words.js';
import { here, link } from './route.js';
import { empty, head, refusal } from './ui.js';
import { chapters, fetchDescription, operations, schemas } from './docs/document.js';
import { contents, fits, showPlace } from './docs/contents.js';
import { operationPage } from './docs/operation.js';
import { chapterPage, overview } from './docs/overview.js';
import { schemaPage } from './docs/schema.js';

// The description of the API for people: everything on it is read from openapi.json.

function page([first, second]) {
  if (!first) return overview();
  if (first === 'schemas' && Object.hasOwn(schemas(), second ?? '')) return schemaPage(second);
  const chapter = first === 'chapters' && chapters.find((one) => one.name === second);
  if (chapter) return chapterPage(chapter);
  const operation = operations.find((one) => one.id === first);
  if (operation) return operationPage(operation);
  return [head(t('Nothing is here')), empty(t('The API has no such operation.'), null, h('a', { href: link(), class: 'button' }, t('To the start')))];
}

/** The page of the address, made anew when it changes. */
function content() {
  const main = h('main', { id: 'main', class: 'docs' });
  let stop = () => {};
  let isFirst = true;
  effect(() => {
    const { path } = here.value;
    stop();
    const [node, end] = scope(() => h('div', {}, page(path)));
    stop = end;
    main.replaceChildren(node);
    main.dataset.shown = path.join('/');
    const title = main.querySelector('h1');
    document.title = `${title.textContent} · Flotilla`;
    if (!isFirst) { title.focus({ preventScroll: true }); scrollTo(0, 0); showPlace(); }
    isFirst = false;
  });
  return main;
}

/** The operation that is `by` places away, among those that fit. */
function move(by) {
  const list = operations.filter(fits);
  const place = list.findIndex((one) => one.id === here.peek().path[0]);
  const next = list[place < 0 ? (by > 0 ? 0 : -1) : place + by];
  if (next) location.hash = link(next.id);
}

const commands = { '/': () => document.querySelector('aside [type=search]').focus(), j: () => move(1), k: () => move(-1) };

function listen() {
  document.addEventListener('keydown', (event) => {
    if (keys.peek() === 'off' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    if (!commands[event.key]) return;
    event.preventDefault();
    commands[event.key]();
  });
}

/** The role of who looks; null for a visitor. */
async function ownRole() {
  if (session.peek() === '') return null;
  try { return (await taken(globalThis.flotillaMe)).role; } catch { return null; }
}

const words = (name) => Promise.all([load(name), load(name, 'docs')]);

async function start() {
  const own = ownRole();
  const root = h('div', { id: 'root' });
  document.body.prepend(root);
  try {
    await Promise.all([fetchDescription(), words(language.peek())]);
  } catch (error) {
    root.append(refusal(error));
    return;
  }
  const role = await own;
  listen();
  effect(() => {
    if (theme.value) document.documentElement.dataset.theme = theme.value;
    else delete document.documentElement.dataset.theme;
  });
  let stop = () => {};
  effect(() => {
    // Another language: everything anew, once its words are there.
    const name = language.value;
    words(name).then(() => {
      if (language.peek() !== name) return;
      stop();
      const [node, end] = scope(() => h('div', { class: 'shell' },
        h('a', { class: 'skip', href: '#main', onclick(event) { event.preventDefault(); document.querySelector('h1')?.focus(); } }, t('To the content')),
        contents(role), h('div', { class: 'page' }, content())));
      stop = end;
      root.replaceChildren(node);
      showPlace();
    });
  });
}

await start();
