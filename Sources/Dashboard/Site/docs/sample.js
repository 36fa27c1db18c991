import { nameOf, resolved } from './document.js';

// A value as a schema describes it, for those who would rather see one than read the schema.

const formats = { 'uuid': '01981f3e-5c2a-7b64-9d0e-3f1a2b4c5d6e', 'date-time': '2026-11-01T09:00:00Z', 'date': '2026-11-01', 'uri': 'https://example.org/',
  'uri-reference': '/jobs/01981f3e-5c2a-7b64-9d0e-3f1a2b4c5d6e', 'email': 'ada@school.example' };
/** By the name of the member, where its type says nothing. */
const names = { email: 'ada@school.example', url: 'https://example.org/hook', locale: 'en', time_zone: 'Europe/Paris', currency: 'EUR', country: 'FR',
  region: 'eu-west-1', kind: 'scan.aws.s3', queue: 'scan', version: '0.2.0', next_cursor: null, cron: '0 3 * * *' };

function text(schema, name) {
  if (schema.enum) return schema.enum.find((one) => one !== null);
  if (schema.format in formats) return formats[schema.format];
  if (schema.pattern === '^[0-9]{4}-[0-9]{2}$') return '2026-11';
  if (schema.pattern === '^[A-Z]{3}$') return 'EUR';
  if (schema.pattern === '^[0-9a-f]{32}$') return '4bf92f3577b34da6a3ce929d0e0e4736';
  if (name in names) return names[name];
  if (name === 'id' || name.endsWith('_id')) return formats.uuid;
  if (name.endsWith('_url')) return '/…';
  return '…';
}

/** @param {string} name of the member that holds it @param {string[]} around names of schemas that it stands in: one within itself is cut */
export function sample(schema, name = '', around = []) {
  if (!schema) return null;
  const reference = nameOf(schema);
  if (reference) return around.includes(reference) ? {} : sample(resolved(schema), name, [...around, reference]);
  if ('example' in schema) return schema.example;
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => sample(one, name, around)));
  if (schema.anyOf) return sample(schema.anyOf.find((one) => one.type !== 'null'), name, around);
  const type = [schema.type].flat().find((one) => one !== 'null');
  if (type === 'object') {
    const members = Object.entries(schema.properties ?? {}).map(([key, member]) => [key, sample(member, key, around)]);
    if (!members.length && typeof schema.additionalProperties === 'object') return { '…': sample(schema.additionalProperties, '', around) };
    return Object.fromEntries(members);
  }
  if (type === 'array') return [sample(schema.items, name.replace(/s$/, ''), around)];
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 0, Math.min(schema.maximum ?? 1, 1));
  if (type === 'boolean') return true;
  if (type === 'string') return text(schema, name);
  return {};
}
