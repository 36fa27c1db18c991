import { language } from './settings.js';

// English is written where it is shown; other languages are tables from it, one for what every page may show and one for each
// group of pages.

/** @type {Record<string, Record<string, string>>} */
const tables = { en: {}, fr: {} };

/**
 * Fetches what a language needs, before anything is shown in it.
 * @param {string} name @param {string} group of pages, as `pages.js` names it; nothing is what every page may show
 */
export async function load(name, group = '') {
  if (name !== 'en') Object.assign(tables[name], (await import(`./words/${name}${group && `-${group.toLowerCase()}`}.js`)).words);
  if (!group) document.documentElement.lang = name;
}

/** The words in the chosen language, with `{name}` filled in. */
export function t(words, values = {}) {
  const text = tables[language.value]?.[words] ?? words;
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}
