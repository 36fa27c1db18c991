import { h } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { link } from '../route.js';
import { button, empty, head, tabs } from '../ui.js';
import { list } from '../table.js';
import { ago, number } from '../format.js';
import { askBulk } from '../bulk.js';

/** What failed, by kind, code and the first line of the message: look at one, retry all of a group. */
export function page(parts, query) {
  const by = query.by ?? 'kind,error_code,message';
  const source = poll((signal) => get('failures', { by, limit: 100 }, signal), { every: 5000 });
  return [
    head(t('Dead letters'), { sub: t('Errors by group. Jobs that gave up stay until they are retried or their time is over.'),
      actions: h('a', { class: 'button', href: link('jobs', { status: 'failed' }) }, t('All failed jobs')) }),
    tabs(t('Group by'), [[t('Kind, code and message'), by === 'kind,error_code,message', link('failures')],
      [t('Kind and code'), by === 'kind,error_code', link('failures', { by: 'kind,error_code' })], [t('Code'), by === 'error_code', link('failures', { by: 'error_code' })]]),
    list(source, { caption: t('Dead letters'), key: (one) => [one.kind, one.error_code, one.message].join(' '), columns: [
      { label: t('Error'), kind: 'wide', cell: (one) => [h('a', { href: link('jobs', { kind: one.kind, error_code: one.error_code, status: 'failed' }) }, h('b', {}, one.error_code)), one.message && h('span', { class: 'clip', title: one.message }, one.message)] },
      { label: t('Kind'), cell: (one) => one.kind },
      { label: t('Attempts that failed'), kind: 'number', cell: (one) => number(one.count) },
      { label: t('Gave up'), kind: 'number', cell: (one) => number(one.failed) },
      { label: t('First'), cell: (one) => ago(one.first_seen_at) },
      { label: t('Last'), cell: (one) => ago(one.last_seen_at) },
      { label: t('Do'), cell: (one) => h('span', { class: 'row' }, one.sample_job && h('a', { class: 'button', href: link('jobs', one.sample_job) }, t('A job')),
        one.failed > 0 && can('POST /jobs/retry') && button(t('Retry all'), () => askBulk('retry', { status: 'failed', kind: one.kind, error_code: one.error_code }))) },
    ],
    nothing: () => empty(t('Nothing failed'), t('Errors stand here by kind and code, with the latest job of each, once there are any.')) }),
  ];
}
