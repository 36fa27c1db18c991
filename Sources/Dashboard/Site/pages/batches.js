import { h } from '../dom.js';
import { get, remove } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { link } from '../route.js';
import { graph } from '../graph.js';
import { ask, badge, bar, button, empty, facts, head, idText, refusal, section } from '../ui.js';
import { list } from '../table.js';
import { ago, number } from '../format.js';

export const page = ([id], query) => (id ? batchPage(id) : batchesPage(query));

const progress = (batch) => bar(batch.progress.percent, t('{n} % done', { n: batch.progress.percent }), batch.failed ? 'warn' : 'good');

function batchesPage(query) {
  const source = poll((signal) => get('batches', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 3000 });
  return [head(t('Batches')), list(source, {
    caption: t('Batches'), key: (batch) => batch.id, href: (batch) => link('batches', batch.id),
    columns: [
      { label: t('Batch'), kind: 'main', cell: (batch) => [h('a', { href: link('batches', batch.id), tabindex: -1 }, batch.name || batch.id.slice(0, 8)), h('code', { class: 'hint' }, batch.id.slice(-12))] },
      { label: t('Status'), cell: (batch) => badge(batch.status) },
      { label: t('Done'), cell: progress },
      { label: t('Jobs'), kind: 'number', cell: (batch) => number(batch.total) },
      { label: t('Failed'), kind: 'number', cell: (batch) => number(batch.failed) },
      { label: t('Created'), cell: (batch) => ago(batch.created_at) },
    ],
    nothing: () => empty(t('No batches'), t('POST /jobs/batch with "batch" makes one: jobs that are counted together, with a job at their end.')) })];
}

function batchPage(id) {
  const source = poll((signal) => get(`batches/${id}`, {}, signal), { every: 2000 });
  const members = can('GET /batches/{id}/graph') && poll((signal) => get(`batches/${id}/graph`, {}, signal), { every: 5000 });
  return [
    () => {
      const batch = source.data.value;
      return head(batch?.name || t('Batch'), { back: [t('Batches'), link('batches')], sub: batch && [badge(batch.status), idText(id)], actions: batch && [
        batch.pending > 0 && !batch.cancelled_at && can('DELETE /batches/{id}') && button(t('Cancel'), () => ask({ title: t('Cancel this batch?'), body: t('{n} jobs of it have not ended.', { n: number(batch.pending) }),
          action: t('Cancel the batch'), kind: 'danger', async act() { await remove(`batches/${id}`); source.refresh(); } }), { kind: 'danger' }),
        h('a', { class: 'button', href: link('jobs', { batch: id }) }, t('Its jobs'))] });
    },
    () => refusal(source.problem.value),
    () => {
      const batch = source.data.value;
      return batch && section(null, progress(batch), facts([
        [t('Jobs'), number(batch.total)], [t('Open'), number(batch.pending)],
        ...['succeeded', 'failed', 'cancelled'].map((status) => [t(status), h('a', { href: link('jobs', { batch: id, status }) }, number(batch[status]))]),
        [t('At its end'), batch.callback_job_id && h('a', { href: link('jobs', batch.callback_job_id) }, t('a job'))],
        [t('Created'), ago(batch.created_at)], [t('Ended'), batch.finished_at && ago(batch.finished_at)]]));
    },
    members && (() => members.data.value?.edges.length > 0 && section(t('Which follows which'), graph(members.data.value))),
  ];
}
