import { h } from '../dom.js';
import { get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { link } from '../route.js';
import { badge, bar, button, empty, head } from '../ui.js';
import { list } from '../table.js';
import { ago, number } from '../format.js';

/** The worker processes: how busy, since when silent; quiet ones take no more jobs. */
export function page(parts, query) {
  const source = poll((signal) => get('workers', { limit: 100, ...query }, signal), { every: 2000 });
  const silent = (worker) => Date.now() - new Date(worker.last_seen_at) > 30000;
  const all = (words, path, test) => can('POST /workers/{session}/quiet') && button(t(words), async () => {
    for (const worker of (source.data.peek()?.items ?? []).filter(test)) await post(`workers/${worker.session}/${path}`);
    source.refresh();
  });
  return [
    head(t('Workers'), {
      sub: () => source.data.value && t('{busy} of {slots} slots are busy', {
        busy: number(sum(source, (worker) => worker.running)), slots: number(sum(source, (worker) => worker.concurrency)) }),
      actions: [all('All quiet', 'quiet', (worker) => !worker.quiet), all('All take jobs', 'resume', (worker) => worker.quiet)] }),
    list(source, {
      caption: t('Workers'), key: (worker) => worker.session,
      columns: [
        { label: t('Worker'), kind: 'main', cell: (worker) => [h('strong', {}, worker.worker), h('span', { class: 'hint' }, `${worker.host} · pid ${worker.pid}`)] },
        { label: t('State'), cell: (worker) => (silent(worker) ? badge('error', t('silent')) : worker.quiet ? badge('quiet', t('quiet')) : badge('ready', t('takes jobs'))) },
        { label: t('Queues'), cell: (worker) => worker.queues.join(', ') },
        { label: t('Busy'), cell: (worker) => h('span', { class: 'row' }, h('span', {}, `${worker.running} / ${worker.concurrency}`), bar((worker.running / Math.max(1, worker.concurrency)) * 100, t('{busy} of {slots} slots are busy', { busy: worker.running, slots: worker.concurrency }))) },
        { label: t('Heartbeat'), cell: (worker) => ago(worker.last_seen_at) },
        { label: t('Started'), cell: (worker) => ago(worker.started_at) },
        { label: t('Version'), cell: (worker) => worker.version },
        { label: t('Do'), cell: (worker) => can('POST /workers/{session}/quiet') && h('span', { class: 'row' },
          button(t(worker.quiet ? 'Take jobs' : 'Quiet'), async () => { await post(`workers/${worker.session}/${worker.quiet ? 'resume' : 'quiet'}`); source.refresh(); }),
          h('a', { class: 'button', href: link('jobs', { worker_session: worker.session, status: 'running' }) }, t('Its jobs'))) },
      ],
      nothing: () => empty(t('No worker is running'), t('Start one: `./run --workers scan=2`, or the program of a worker with the same DATABASE_URL and REDIS_URL.')) }),
  ];
}

const sum = (source, pick) => source.data.value.items.reduce((total, one) => total + pick(one), 0);
