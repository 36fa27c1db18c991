import { h } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { link } from '../route.js';
import { badge, bar, empty, head } from '../ui.js';
import { list } from '../table.js';
import { ago, number } from '../format.js';

/** Every rule of every queue: who set it, how full it is, who waits because of it. */
export function page(parts, query) {
  const source = poll((signal) => get('limits', query, signal), { every: 3000 });
  const bound = (value) => (value === null ? '–' : value < 0 ? '∞' : number(value));
  return [head(t('Limits'), { sub: t('They hold over the whole fleet. A queue\'s page changes them.') }), list(source, {
    caption: t('Limits'), key: (one) => [one.queue, one.scope, one.kind, one.subject, one.set_by].join(' '),
    columns: [
      { label: t('Queue'), kind: 'main', cell: (one) => h('a', { href: link('queues', one.queue) }, one.queue) },
      { label: t('For'), kind: 'text', cell: (one) => [t(one.scope), one.kind, one.subject && h('code', { title: one.subject }, one.subject.slice(0, 24))].map((part) => part && [part, ' ']) },
      { label: t('Jobs at once'), kind: 'number', cell: (one) => bound(one.running) },
      { label: t('Starts a second'), kind: 'number', cell: (one) => bound(one.starts_per_second) },
      { label: t('Weight'), kind: 'number', cell: (one) => (one.weight === null ? '–' : number(one.weight)) },
      { label: t('Holds back now'), kind: 'text', cell: (one) => (one.paused ? badge('paused') : (one.usage ?? []).map((use) => h('div', { class: 'row' },
        h('span', {}, `${use.subject?.slice(0, 8) ?? ''} ${use.running} / ${use.limit ?? '–'}`), use.limit > 0 && bar((use.running / use.limit) * 100, `${use.running} / ${use.limit}`, 'warn')))) },
      { label: t('Set by'), cell: (one) => t(one.set_by) },
      { label: t('Changed'), cell: (one) => ago(one.changed_at) },
    ],
    nothing: () => empty(t('No limits'), t('A limit holds over the whole fleet: jobs at once, or starts a second, for a tenant, a kind or a key.')) })];
}
