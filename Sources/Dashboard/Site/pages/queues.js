import { h } from '../dom.js';
import { conditional, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { link } from '../route.js';
import { badge, button, empty, head } from '../ui.js';
import { list } from '../table.js';
import { ago, number } from '../format.js';

export const pauseButton = (queue, source) => can('POST /queues/{name}/pause') && button(t(queue.paused ? 'Resume' : 'Pause'),
  async () => { await post(`queues/${queue.name}/${queue.paused ? 'resume' : 'pause'}`); source.refresh(); });

export const queueState = (queue) => (queue.paused ? badge('paused') : queue.paused_kinds.length ? badge('paused', t('{n} kinds paused', { n: queue.paused_kinds.length })) : badge('ready', t('open')));

/** How deep each queue is, and how old. */
export function page(parts, query) {
  const asked = conditional('queues');
  const source = poll((signal) => asked(query, signal), { every: 2000 });
  const count = (label, pick, status) => ({ label, kind: 'number', cell: (queue) => (pick(queue) === null ? '–'
    : h('a', { href: link('jobs', { queue: queue.name, status }) }, number(pick(queue)))) });
  return [head(t('Queues')), list(source, {
    caption: t('Queues'), key: (queue) => queue.name, href: (queue) => link('queues', queue.name),
    columns: [
      { label: t('Queue'), kind: 'main', cell: (queue) => h('a', { href: link('queues', queue.name), tabindex: -1 }, queue.name) },
      { label: t('State'), cell: queueState },
      count(t('Ready'), (queue) => queue.ready, 'queued'), count(t('Running'), (queue) => queue.running, 'running'),
      count(t('Due later'), (queue) => queue.scheduled, 'scheduled'),
      { label: t('Tenants'), kind: 'number', cell: (queue) => (queue.tenants === null ? '–' : number(queue.tenants)) },
      { label: t('Oldest ready'), cell: (queue) => ago(queue.oldest_ready_at) },
      { label: t('Do'), cell: (queue) => pauseButton(queue, source) },
    ],
    nothing: () => empty(t('No queue yet'), t('A queue is there once a kind of job is registered: `flotilla migrate`.')) })];
}
