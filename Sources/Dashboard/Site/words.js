import { language } from './settings.js';

// English is written where it is shown; other languages are tables from it.

const tables = { en: {} };

/** Fetches what a language needs, before anything is shown in it. */
export async function load(name) {
  if (name === 'fr' && !tables.fr) tables.fr = (await import('./words.fr.js')).words;
  document.documentElement.lang = name;
}

/** The words in the chosen language, with `{name}` filled in. */
export function t(words, values = {}) {
  const text = tables[language.value]?.[words] ?? words;
  return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}
