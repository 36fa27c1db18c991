import { h } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { link } from '../route.js';
import { badge, facts, head, refusal, section } from '../ui.js';
import { ago, number } from '../format.js';

/** How far a bulk operation is. */
export function page([id]) {
  const source = poll((signal) => get(`operations/${id}`, {}, signal), { every: 1000 });
  return [head(t('Bulk operation'), { back: [t('Jobs'), link('jobs')], sub: h('code', {}, id) }),
    () => refusal(source.problem.value),
    () => {
      const it = source.data.value;
      return it && section(null, h('p', { class: 'lead' }, badge(it.status), ' ', t(it.action === 'retry' ? '{n} jobs will run again.' : '{n} jobs cancelled.', { n: number(it.changed) })),
        facts([[t('Looked at'), number(it.examined)], [t('Skipped'), number(it.skipped)], [t('Jobs a second'), it.rate && number(it.rate)],
          [t('At most'), it.limit && number(it.limit)], [t('Began'), ago(it.created_at)], [t('Ended'), it.finished_at && ago(it.finished_at)],
          [t('Error'), it.error], [t('Filter'), Object.entries(it.filter).map(([name, value]) => h('span', { class: 'chip' }, `${name}: `, h('b', {}, value)))]]));
    }];
}
