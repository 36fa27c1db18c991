import { h } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { link } from '../route.js';
import { empty, head } from '../ui.js';
import { list } from '../table.js';
import { filters } from '../filters.js';
import { moment } from '../format.js';

/** Who did what to what, before and after. */
export function page(parts, query) {
  const source = poll((signal) => get('audit', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 5000 });
  const json = (value) => (value === null || value === undefined ? null : h('code', { class: 'clip', title: JSON.stringify(value) }, JSON.stringify(value)));
  return [
    head(t('Audit log'), { sub: t('Who did what to what, before and after; written with the change itself.') }),
    filters({ names: ['actor', 'action', 'object_type', 'object_id', 'tenant'], plain: 'action', example: 'action:queue.paused  object_type:job  object_id:…' }),
    list(source, { caption: t('Audit log'), key: (one) => one.id, columns: [
      { label: t('When'), kind: 'main', cell: (one) => moment(one.at) },
      { label: t('Who'), cell: (one) => (one.actor_id ? h('a', { href: link('audit', { actor: one.actor_id }), title: one.actor_id }, one.actor) : one.actor) },
      { label: t('Did'), cell: (one) => h('b', {}, one.action) },
      { label: t('To what'), cell: place },
      { label: t('Before'), kind: 'wide', cell: (one) => json(one.before) },
      { label: t('After'), kind: 'wide', cell: (one) => json(one.after) },
    ],
    nothing: () => empty(t('Nothing was done yet'), t('Each pause, retry, cancellation and change of a limit, a schedule or a user is recorded here.')) }),
  ];
}

/** What it was done to, as a link where there is a page of it. */
const pagesOf = { job: 'jobs', queue: 'queues', batch: 'batches', schedule: 'schedules', scan: 'scans', invoice: 'invoices', billing_run: 'billing', webhook_endpoint: 'webhooks', bulk_operation: 'operations' };
function place(one) {
  const name = [one.object_type.replaceAll('_', ' '), ' ', h('code', {}, short(one.object_id))];
  const page = pagesOf[one.object_type];
  return page ? h('a', { href: link(page, one.object_id), title: one.object_id }, name) : h('span', { title: one.object_id }, name);
}
/** Of an id its end, as lists show it; names as they are. */
const short = (id) => (/^[0-9a-f-]{36}$/.test(id) ? id.slice(-12) : id);
