import { h } from '../dom.js';
import { conditional, post, send } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can, seesEverybody } from '../session.js';
import { link, go } from '../route.js';
import { badge, button, empty, head, tabs, toast } from '../ui.js';
import { list, selection } from '../table.js';
import { filters } from '../filters.js';
import { ago, duration, number } from '../format.js';
import { askBulk } from '../bulk.js';

const statuses = ['queued', 'running', 'scheduled', 'retrying', 'succeeded', 'failed', 'cancelled'];
const names = ['kind', 'queue', 'tenant', 'error_code', 'batch', 'unique_key', 'limit_key', 'request_id', 'trace_id', 'worker_session',
  'created_after', 'created_before'];

/** How long it ran, or has been running. */
const ran = (job) => (job.started_at ? duration((new Date(job.finished_at ?? Date.now()) - new Date(job.started_at)) / 1000) : '–');

/** Filters without an index: each page looks at thousands of rows, so it is asked for less often. */
const isSearch = (query) => Object.keys(query).some((name) => name.startsWith('payload.') || ['limit_key', 'unique_key', 'request_id', 'trace_id', 'worker_session'].includes(name));

/** The list of jobs, filtered by its address; what is selected, or all that matches, is retried or cancelled. */
export function page(parts, query) {
  // Later pages stand still: what is read there does not move away.
  const asked = conditional('jobs');
  const source = poll((signal) => asked({ limit: 50, ...query }, signal), { every: query.cursor ? 0 : isSearch(query) ? 10000 : 2000 });
  const chosen = can('POST /jobs/{id}/retry') || can('DELETE /jobs/{id}') ? selection() : null;
  const filter = Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'cursor'));
  const columns = [
    { label: t('Job'), kind: 'main', cell: (job) => [h('a', { href: link('jobs', job.id), tabindex: -1 }, job.kind), h('code', { class: 'hint' }, job.id.slice(-12))] },
    { label: t('Status'), cell: (job) => badge(job.status) },
    { label: t('Queue'), cell: (job) => job.queue },
    seesEverybody() && { label: t('Tenant'), cell: (job) => h('a', { href: link('jobs', { ...filter, tenant: job.tenant }), title: job.tenant }, job.tenant.slice(0, 8)) },
    { label: t('Attempt'), kind: 'number', cell: (job) => `${job.attempt} / ${job.max_attempts}` },
    { label: t('Created'), cell: (job) => ago(job.created_at) },
    { label: t('Ran'), kind: 'number', cell: ran },
    { label: t('Error'), kind: 'wide', cell: (job) => job.error && h('span', { class: 'clip', title: job.error.message }, h('b', {}, job.error.code), ' ', job.error.message) },
  ].filter(Boolean);
  return [
    head(t('Jobs'), { actions: [
      can('POST /jobs/retry') && button(t('Retry what matches'), () => askBulk('retry', filter)),
      can('POST /jobs/cancel') && button(t('Cancel what matches'), () => askBulk('cancel', filter), { kind: 'danger' }),
      can('POST /jobs') && h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: newJob }, t('New job'))] }),
    tabs(t('Status'), [[t('All'), !query.status, link('jobs', { ...filter, status: '' })],
      ...statuses.map((status) => [t(status), query.status === status, link('jobs', { ...filter, status })])]),
    filters({ names, prefixes: ['payload.'], plain: 'kind', open: 'jobs', example: t('An id, or kind:…  error_code:…  payload.a.b:…') }),
    chosen && (() => chosen.value.size > 0 && selected(chosen, source)),
    () => source.data.value?.complete === false && h('p', { class: 'note' },
      t('This page looked at {n} jobs; the next one goes on.', { n: number(source.data.value.examined) })),
    list(source, { caption: t('Jobs'), columns, key: (job) => job.id, href: (job) => link('jobs', job.id), chosen, lines: 12,
      nothing: () => (Object.keys(filter).length
        ? empty(t('No job matches'), t('Take a filter away, or look at all jobs.'), h('a', { class: 'button', href: link('jobs') }, t('All jobs')))
        : empty(t('No jobs yet'), t('Enqueue the first by POST /jobs, or with the button above.'))) }),
  ];
}

/** What can be done with the rows that were ticked. */
function selected(chosen, source) {
  const each = (words, act) => async () => {
    const results = await Promise.allSettled([...chosen.peek()].map(act));
    const failed = results.filter((one) => one.status === 'rejected');
    toast(t(words, { n: results.length - failed.length }) + (failed.length ? ` ${t('{n} refused: {why}', { n: failed.length, why: failed[0].reason.message })}` : ''),
      failed.length ? 'failed' : 'succeeded');
    chosen.value = new Set();
    source.refresh();
  };
  return h('div', { class: 'selected', role: 'status' }, t('{n} selected', { n: chosen.value.size }),
    can('POST /jobs/{id}/retry') && button(t('Retry'), each('{n} will run again.', (id) => post(`jobs/${id}/retry`))),
    can('DELETE /jobs/{id}') && button(t('Cancel'), each('{n} cancelled.', (id) => send('DELETE', `jobs/${id}`)), { kind: 'danger' }),
    button(t('Clear'), () => { chosen.value = new Set(); }, { kind: 'quiet' }));
}

async function newJob() {
  const { askJob } = await import('../jobform.js');
  askJob({ title: t('New job') }, (job) => go('jobs', job.id));
}
