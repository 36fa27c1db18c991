import { h } from './dom.js';
import { t } from './words.js';
import { go, here, refine } from './route.js';

// One line to search by, in the words of the API's query: `kind:scan.aws.ec2 payload.user.id:7`. What is set stands as chips.

const isID = (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/**
 * @param {{names: string[], plain: string, prefixes?: string[], hidden?: string[], open?: string, example: string}} options
 *   `plain` is the name that a word without a colon means; `open` is the page that an id opens
 */
export function filters({ names, plain, prefixes = [], hidden = [], open, example }) {
  const knows = (name) => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));
  function apply(text) {
    const changes = { cursor: '' };
    for (const word of text.trim().split(/\s+/).filter(Boolean)) {
      if (open && isID(word)) { go(open, word.toLowerCase()); return; }
      const colon = word.indexOf(':');
      const name = colon < 0 ? plain : word.slice(0, colon);
      if (knows(name)) changes[name] = colon < 0 ? word : word.slice(colon + 1);
      else changes[plain] = word;
    }
    refine(changes);
  }
  const input = h('input', { type: 'search', name: 'search', 'aria-label': t('Search'), placeholder: example, autocomplete: 'off', spellcheck: 'false',
    title: [...names, ...prefixes.map((prefix) => `${prefix}…`)].map((name) => `${name}:`).join('  ') });
  return h('form', { class: 'filters', role: 'search', onsubmit(event) { event.preventDefault(); const text = input.value; input.value = ''; apply(text); } },
    input,
    Object.entries(here.peek().query).filter(([name]) => knows(name) && !hidden.includes(name)).map(([name, value]) =>
      h('span', { class: 'chip' }, `${name}: `, h('b', {}, value),
        h('button', { type: 'button', 'aria-label': t('Remove the filter {name}', { name }), onclick: () => refine({ [name]: '', cursor: '' }) }, '×'))));
}
