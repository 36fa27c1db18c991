import { h, state } from './dom.js';
import { post } from './api.js';
import { go } from './route.js';
import { ask, field } from './ui.js';
import { number } from './format.js';
import { t } from './words.js';

const known = ['status', 'kind', 'queue', 'tenant', 'created_before', 'created_after', 'error_code'];

/**
 * Asks before all jobs that match are retried or cancelled: how many they are first, then how fast.
 * @param {'retry' | 'cancel'} action @param {Record<string, string>} query of the list
 */
export function askBulk(action, query) {
  const filter = Object.fromEntries(Object.entries(query).filter(([name, value]) => known.includes(name) && value));
  const other = Object.keys(query).filter((name) => !known.includes(name));
  if (!filter.status && action === 'retry') filter.status = 'failed';
  const count = state(t('Counting…'));
  post(`jobs/${action}`, { filter }, { parameters: { dry_run: 'true' } }).then((found) => {
    count.value = t(found.complete ? '{n} jobs match.' : 'At least {n} jobs match.', { n: number(found.found) });
  }, (error) => { count.value = error.message; });
  ask({
    title: t(action === 'retry' ? 'Retry what matches' : 'Cancel what matches'),
    action: t(action === 'retry' ? 'Retry' : 'Cancel them'), kind: action === 'retry' ? 'primary' : 'danger',
    body: [h('p', { class: 'total', role: 'status' }, () => count.value),
      h('p', {}, Object.entries(filter).map(([name, value]) => h('span', { class: 'chip' }, `${name}: `, h('b', {}, value)))),
      other.length > 0 && h('p', { class: 'note' }, t('Not a part of it: {names}.', { names: other.join(', ') }))],
    fields: [field('rate', t('Jobs a second'), { type: 'number', min: 1, max: 100000, placeholder: t('as fast as they go') }),
      field('limit', t('At most'), { type: 'number', min: 1, placeholder: t('all') })],
    async act({ rate, limit }) {
      const body = { filter };
      if (rate) body.rate = Number(rate);
      if (limit) body.limit = Number(limit);
      go('operations', (await post(`jobs/${action}`, body)).id);
    } });
}
