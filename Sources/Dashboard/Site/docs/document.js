import { lasting } from '../api.js';

// The description that the API gives of itself (GET /openapi.json), and what is found in it.

/** @type {any} */
let document = null;
/** @type {Operation[]} in the order of the chapters */
export let operations = [];
/** @type {{name: string, operations: Operation[]}[]} */
export let chapters = [];

/**
 * @typedef {{id: string, method: string, path: string, summary: string, roles: string[] | null, text: string, own: any}} Operation
 * roles: null where no token is needed; text: what a search looks at, in small letters; own: as the description has it
 */

/** Everything by which one may look for an operation. */
function textOf(method, path, own, chapter) {
  const members = new Set();
  collect(own.requestBody?.content?.['application/json']?.schema, members);
  return [method, path, own.operationId, own.summary, own.description ?? '', chapter, ...(own.parameters ?? []).map((one) => one.name), ...members]
    .join(' ').toLowerCase();
}

/** Names of a body's members, those of its objects too. */
function collect(schema, names) {
  if (!schema || schema.$ref) return;
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    names.add(name);
    collect(member, names);
  }
  for (const part of [schema.items, ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]) collect(part, names);
}

export async function fetchDescription() {
  document = await lasting('openapi.json');
  const chapterOf = {};
  chapters = document['x-tagGroups'].map(({ name, tags }) => {
    for (const tag of tags) chapterOf[tag] = name;
    return { name, operations: [] };
  });
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, own] of Object.entries(item)) {
      const name = chapterOf[own.tags[0]];
      chapters.find((one) => one.name === name).operations.push({
        id: own.operationId, method: method.toUpperCase(), path, summary: own.summary, roles: own['x-roles'] ?? null,
        text: textOf(method, path, own, name), own });
    }
  }
  operations = chapters.flatMap((chapter) => chapter.operations);
}

export const info = () => document.info;
export const schemas = () => document.components.schemas;
/** Every role that the description names, sorted. */
export const roles = () => [...new Set(operations.flatMap((one) => one.roles ?? []))].sort();

const start = '#/components/schemas/';
/** The name of a schema that is described once for all; undefined for one that is described where it stands. */
export const nameOf = (schema) => (schema?.$ref?.startsWith(start) ? schema.$ref.slice(start.length) : undefined);

/** What a reference leads to, or the value itself. */
export function resolved(value) {
  if (!value?.$ref) return value;
  return value.$ref.split('/').slice(1).reduce((place, name) => place[name], document);
}

/** Operations whose body or answers hold a schema, by itself or within another one. */
export function usersOf(name) {
  const reach = new Map();
  const holds = (value, seen) => {
    if (!value || typeof value !== 'object') return false;
    const own = nameOf(value);
    if (own === name) return true;
    if (own) {
      if (seen.has(own)) return reach.get(own) ?? false;
      seen.add(own);
      reach.set(own, holds(schemas()[own], seen));
      return reach.get(own);
    }
    return Object.values(value).some((one) => holds(one, seen));
  };
  return operations.filter(({ own }) => holds(own.requestBody, new Set()) || holds(own.responses, new Set()));
}
