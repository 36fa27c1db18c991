import { h } from '../dom.js';
import { address } from '../api.js';
import { link } from '../route.js';
import { head, section } from '../ui.js';
import { t } from '../words.js';
import { chapters, nameOf, operations, resolved } from './document.js';
import { listing, pathText, prose, verb } from './parts.js';
import { described, parameter } from './schema.js';
import { sample } from './sample.js';

const places = () => ({ path: t('In the path'), query: t('In the query'), header: t('In the header') });

/** The description's own texts are English in every language. */
const english = (text) => h('p', { lang: 'en' }, prose(text));

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** What a body may be: its example, or one made of its schema. */
const exampleOf = ({ schema, example }) => example ?? sample(schema);

/** The request as a command; names of the path are variables of the shell. */
export function curl({ method, path, roles, own }) {
  const needed = (own.parameters ?? []).filter((one) => one.in === 'query' && one.required);
  const query = new URLSearchParams(needed.map((one) => [one.name, sample(one.schema, one.name)]));
  const url = address('.').href.replace(/\/$/, '') + path.replaceAll(/\{(\w+)\}/g, (all, name) => `$${name.toUpperCase()}`) + (needed.length ? `?${query}` : '');
  const types = Object.values(own.responses).flatMap((one) => Object.keys(one.content ?? {}));
  const verbs = { GET: '', POST: own.requestBody ? '' : ' -X POST' };
  const parts = [`curl${types.includes('text/event-stream') ? ' -N' : ''}${verbs[method] ?? ` -X ${method}`} "${url}"`];
  if (roles) parts.push('-H "Authorization: Bearer $TOKEN"');
  if (own.parameters?.some((one) => one.name === 'Idempotency-Key')) parts.push('-H "Idempotency-Key: $(uuidgen)"');
  const json = own.requestBody?.content['application/json'];
  if (json) parts.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(exampleOf(json)))}`);
  return parts.join(' \\\n  ');
}

function parameters(list = []) {
  return Object.entries(places()).map(([place, title]) => {
    const own = list.filter((one) => one.in === place);
    return own.length > 0 && section(title, h('ul', { class: 'members' }, own.map(parameter)));
  });
}

function body(own) {
  if (!own.requestBody) return null;
  const { content, required } = own.requestBody;
  const files = Object.keys(content).filter((type) => type !== 'application/json');
  return section(t('Body'),
    h('p', { class: 'hint' }, 'application/json', !required && ` · ${t('may be absent')}`, files.length > 0 && ` · ${t('or a file: {types}', { types: files.join(', ') })}`),
    described(content['application/json'].schema, true));
}

const statusText = (status, description) => [h('code', { class: `status s${status[0]}` }, status), ' ', h('span', { lang: 'en' }, description)];

/** What is answered when nothing is wrong. @param {Set<string>} shown names of schemas that were described above */
function answer(status, own, shown) {
  const media = Object.entries(own.content ?? {});
  const fields = Object.entries(own.headers ?? {}).map(([name, one]) => [name, resolved(one).description]);
  return h('div', { class: 'answer' }, h('h3', {}, statusText(status, own.description)),
    fields.map(([name, text]) => h('p', { class: 'hint' }, h('code', {}, name), ': ', h('span', { lang: 'en' }, text))),
    !media.length && h('p', { class: 'hint' }, t('Without a body.')),
    media.map(([type, one]) => {
      const name = nameOf(one.schema);
      const isShown = shown.has(name);
      if (name) shown.add(name);
      return [
        h('p', { class: 'hint' }, type, name && [' · ', h('a', { href: link('schemas', name) }, name)]),
        one.schema && !isShown && described(one.schema),
        one['x-events'] && h('dl', { class: 'events' }, Object.entries(one['x-events']).map(([event, text]) => h('div', {}, h('dt', {}, h('code', {}, event)), h('dd', { lang: 'en' }, prose(text)))))];
    }));
}

function answers(own) {
  const all = Object.entries(own.responses);
  const refusals = all.filter(([, one]) => one.$ref);
  const shown = new Set();
  return [section(t('Answers'), all.filter(([, one]) => !one.$ref).map(([status, one]) => answer(status, one, shown))),
    section(t('Refusals'), h('p', { class: 'hint' }, 'application/problem+json · ', h('a', { href: link('schemas', 'Problem') }, 'Problem')),
      h('dl', { class: 'refusals', lang: 'en' }, refusals.map(([status, one]) =>
        h('div', {}, h('dt', {}, h('code', { class: `status s${status[0]}` }, status)), h('dd', {}, prose(resolved(one).description))))))];
}

function examples(operation) {
  const { own } = operation;
  const json = own.requestBody?.content['application/json'];
  return [listing('curl', curl(operation)),
    json && listing(t('Body'), JSON.stringify(exampleOf(json), null, 2), { json: true }),
    samples(own).map(([statuses, text]) => listing(t('Answer {status}', { status: statuses.join(', ') }), text, { json: true }))];
}

/** What is answered, each text once with its statuses. */
function samples(own) {
  const found = new Map();
  for (const [status, one] of Object.entries(own.responses)) {
    const schema = one.content?.['application/json']?.schema;
    if (!schema) continue;
    const text = JSON.stringify(sample(schema), null, 2);
    found.set(text, [...(found.get(text) ?? []), status]);
  }
  return [...found].map(([text, statuses]) => [statuses, text]);
}

/** The page of an operation. */
export function operationPage(operation) {
  const { method, path, roles, own } = operation;
  const place = operations.indexOf(operation);
  const beside = [[t('Previous'), operations[place - 1], 'prev'], [t('Next'), operations[place + 1], 'next']].filter(([, one]) => one);
  const chapter = chapters.find((one) => one.operations.includes(operation));
  return [
    head(h('span', { lang: 'en' }, prose(operation.summary)), { back: [t(chapter.name), link('chapters', chapter.name)] }),
    h('p', { class: 'request' }, verb(method), pathText(path), h('span', { class: 'hint' }, h('code', {}, operation.id))),
    own.description && english(own.description),
    h('p', { class: 'for' }, roles ? [t('For'), ' ', roles.map((role) => h('span', { class: 'chip' }, t(role)))] : t('Without a token')),
    h('div', { class: 'reference' },
      h('div', {}, parameters(own.parameters), body(own), answers(own)),
      h('div', {}, examples(operation))),
    h('nav', { class: 'beside', 'aria-label': t('Beside this one') }, beside.map(([words, one, rel]) =>
      h('a', { href: link(one.id), rel }, h('span', { class: 'hint' }, words), h('span', { lang: 'en' }, prose(one.summary)))))];
}
