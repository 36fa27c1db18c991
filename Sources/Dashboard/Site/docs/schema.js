import { h } from '../dom.js';
import { link } from '../route.js';
import { head, section } from '../ui.js';
import { t } from '../words.js';
import { nameOf, resolved, schemas, usersOf } from './document.js';
import { listing, prose } from './parts.js';
import { sample } from './sample.js';
import { rows } from './contents.js';

const isNull = (schema) => schema.type === 'null';

/** What may be in place of a value: all but null of an `anyOf`, or the schema itself. */
const choices = (schema) => (schema.anyOf ? schema.anyOf.filter((one) => !isNull(one)) : [schema]);

const mayBeNull = (schema) => [schema.type].flat().includes('null') || Boolean(schema.anyOf?.some(isNull));

/** A type in words, such as `list of string (uuid)`; a schema with a name is a link to it. */
export function typeOf(schema) {
  const name = nameOf(schema);
  if (name) return h('a', { href: link('schemas', name) }, name);
  if (schema.anyOf) return choices(schema).flatMap((one, index) => [index > 0 && ` ${t('or')} `, typeOf(one)]);
  if (schema.allOf) return schema.allOf.flatMap((one, index) => [index > 0 && ` ${t('and')} `, typeOf(one)]);
  const types = [schema.type ?? t('any value')].flat().filter((type) => type !== 'null');
  return types.flatMap((type, index) => {
    const before = index > 0 ? ` ${t('or')} ` : '';
    if (type === 'array' && schema.items) return [before, t('list of'), ' ', typeOf(schema.items)];
    return before + (type === 'string' && schema.format ? `${schema.format}` : type);
  });
}

const limits = () => ({ minimum: '≥', maximum: '≤', minLength: t('length ≥'), maxLength: t('length ≤'), minItems: t('items ≥'), maxItems: t('items ≤'), pattern: t('matches') });

/** What a value has to keep to, beside its type: in signs, where no sentence says it. */
function bounds(schema) {
  if (sentenceOf(schema)) return null;
  const found = choices(schema).flatMap((one) => Object.entries(limits()).filter(([name]) => one[name] !== undefined).map(([name, sign]) => `${sign} ${one[name]}`));
  return found.length > 0 && h('span', { class: 'hint' }, found.join(', '));
}

/** The words that a value may be. */
function words(schema) {
  const found = choices(schema).flatMap((one) => one.enum ?? one.items?.enum ?? []);
  return found.length > 0 && h('p', { class: 'words' }, found.map((word) => h('code', {}, word)));
}

const sentenceOf = (schema) => schema.description ?? choices(schema).find((one) => one.description)?.description;

/** The sentence of the description. That of a body's member begins as mistakes do, which goes without saying here; what the type says already is left out. */
function sentence(schema) {
  const text = sentenceOf(schema)?.replace(/^Should be /, '');
  if (!text || /^(a UUID|an object|true or false|a JSON value|one of [\w, .-]+)\.$/.test(text)) return null;
  return h('p', { class: 'hint', lang: 'en' }, prose(text[0].toUpperCase() + text.slice(1)));
}

/** The object within a schema whose members are worth showing: itself, the elements of a list, the values of a map. */
function inner(schema) {
  const own = resolved(schema);
  if (!own) return null;
  if (own.properties || own.allOf) return own;
  if (own.items) return inner(own.items);
  if (typeof own.additionalProperties === 'object') return inner(own.additionalProperties);
  return own.anyOf?.map(inner).find(Boolean) ?? null;
}

/** @param {boolean} isSent whether callers send it: of what they send, what has to be there is marked; of an answer, what may be missing */
function member(name, schema, isRequired, isSent, depth) {
  const below = inner(schema);
  return h('li', {},
    h('div', { class: 'what' }, h('code', { class: 'member' }, name), h('span', { class: 'type' }, typeOf(schema), mayBeNull(schema) && ` ${t('or null')}`),
      isSent && isRequired && h('span', { class: 'required' }, t('required')), !isSent && !isRequired && h('span', { class: 'hint' }, t('may be absent')), bounds(schema)),
    sentence(schema), words(schema),
    below && members(below, isSent, depth + 1, name));
}

/** The members of a schema, each with those of its own: the first are open, the others are made when they are asked for. */
function members(schema, isSent, depth = 0, name = '') {
  const list = () => (schema.allOf ?? [schema]).map(resolved).flatMap((part) => Object.entries(part.properties ?? {}).map(([key, one]) =>
    member(key, one, part.required?.includes(key) ?? false, isSent, depth)));
  const ul = () => h('ul', { class: 'members' }, list());
  if (depth === 0) return ul();
  const details = h('details', {
    ontoggle() { if (details.open && details.childElementCount === 1) details.append(ul()); } },
  h('summary', {}, t('Members'), h('span', { class: 'off' }, ` ${name}`)));
  return details;
}

/** A schema, as far as one reads it at first. @param {boolean} isSent of a body, not of an answer */
export function described(schema, isSent = false) {
  const own = inner(schema);
  const isPlain = own && resolved(schema) === own;
  return [!isPlain && h('p', { class: 'what' }, h('span', { class: 'type' }, typeOf(schema), mayBeNull(schema) && ` ${t('or null')}`), bounds(schema)),
    !isPlain && words(schema), own && members(own, isSent)];
}

/** A parameter. */
export function parameter(one) {
  return h('li', {},
    h('div', { class: 'what' }, h('code', { class: 'member' }, one.name), h('span', { class: 'type' }, typeOf(one.schema)),
      one.required && h('span', { class: 'required' }, t('required'))),
    sentence({ ...one.schema, description: one.description }), words(one.schema));
}

/** The page of a schema that has a name. */
export function schemaPage(name) {
  const own = schemas()[name];
  const users = usersOf(name);
  return [head(name, { sub: t('Schema'), back: [t('The API'), link()] }),
    own.description && h('p', { lang: 'en' }, prose(own.description)),
    h('div', { class: 'reference' },
      h('div', {}, section(t('Members'), described(own)), users.length > 0 && section(t('Used by'), rows(users))),
      h('div', {}, listing(t('Example'), JSON.stringify(sample({ $ref: `#/components/schemas/${name}` }), null, 2), { json: true })))];
}
