import { h, derived, effect } from '../dom.js';
import { conditional, get } from '../api.js';
import { follow, poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { here, link } from '../route.js';
import { badge, bar, empty, head, refusal, section, tabs } from '../ui.js';
import { table } from '../table.js';
import { chart } from '../chart.js';
import { ago, compact, duration, number, percent } from '../format.js';

const windows = [['1h', 3600], ['6h', 21600], ['24h', 86400], ['7d', 604800], ['30d', 2592000]];

/** Whether all is well; what comes in and what becomes of it; what waits, where, and why. */
export function page(parts, query) {
  const source = poll(((ask) => (signal) => ask({}, signal))(conditional('overview')), { every: 5000 });
  if (can('GET /events')) follow('overview', { changed: source.refresh });
  const part = (pick) => derived(() => source.data.value && pick(source.data.value));
  const queues = part((it) => it.queues);
  const limits = part((it) => it.limits);
  const failures = part((it) => it.failures);
  return [
    head(t('Overview'), { sub: () => source.data.value && [badge(source.data.value.servers.database === 'up' ? 'ready' : 'error', 'PostgreSQL'), badge(source.data.value.servers.broker === 'up' ? 'ready' : 'error', 'Redis')] }),
    () => refusal(source.problem.value),
    () => source.data.value && health(source.data.value),
    () => figures(source.data.value),
    activity(query),
    section(t('Queues'), () => queues.value && (queues.value.length ? table({
      caption: t('Queues'), rows: () => queues.value ?? [], key: (queue) => queue.name, href: can('GET /queues/{name}') ? (queue) => link('queues', queue.name) : undefined, columns: queueColumns() })
      : empty(t('No queue yet'), t('A queue is there once a kind of job is registered: `flotilla migrate`.')))),
    h('div', { class: 'columns' },
      section(t('Failures of the last hour'), () => failures.value && (failures.value.length ? table({ caption: t('Failures of the last hour'), rows: () => failures.value ?? [], key: (one) => `${one.kind} ${one.error_code} ${one.message}`, columns: failureColumns() })
        : h('p', { class: 'note' }, t('None.')))),
      section(t('Limits that hold jobs back now'), () => (limits.value === null ? h('p', { class: 'note' }, t('The dispatcher does not answer just now.'))
        : limits.value?.length ? table({ caption: t('Limits that hold jobs back now'), rows: () => limits.value ?? [], key: (one) => [one.queue, one.scope, one.kind, one.subject].join(' '), columns: limitColumns() })
          : h('p', { class: 'note' }, t('None.'))))),
  ];
}

/** In one line, and what to do about each thing that is not well. */
function health(it) {
  if (it.status === 'well') return h('div', { class: 'why well' }, badge('ready', t('All is well.')));
  return h('div', { class: `why ${it.status === 'trouble' ? 'bad' : 'ill'}` }, h('strong', {}, badge(it.status === 'trouble' ? 'error' : 'degraded', it.summary)),
    h('ul', {}, it.alarms.map((alarm) => h('li', {}, h('b', {}, alarm.problem), ' ', alarm.advice))));
}

function figures(it) {
  const per = (value) => [compact(value), h('small', {}, ` /${t('s')}`)];
  const sum = (name) => it.queues.reduce((total, queue) => total + (queue[name] ?? 0), 0);
  const cells = it ? [
    [t('In'), per(it.rates.enqueued)], [t('Succeeded'), per(it.rates.succeeded)], [t('Failed'), per(it.rates.failed)],
    [t('Waiting'), compact(sum('queued'))], [t('Running'), [number(sum('running')), h('small', {}, ` / ${number(it.workers.slots)}`)]],
    [t('Oldest waiting'), duration(Math.max(0, ...it.queues.map((queue) => queue.oldest_seconds ?? 0)))],
    [t('Workers'), [number(it.workers.alive), it.workers.silent > 0 && h('small', {}, ` ${t('{n} silent', { n: it.workers.silent })}`)]],
    [t('Overdue'), number(it.schedules.overdue)],
  ] : Array.from({ length: 8 }, () => ['…', '–']);
  return h('dl', { class: 'figures' }, cells.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))));
}

/** What happened, by time: what becomes of jobs, how long they wait and run. */
function activity(query) {
  const name = windows.some(([one]) => one === query.window) ? query.window : '1h';
  const seconds = windows.find(([one]) => one === name)[1];
  const step = Math.max(60, Math.ceil(seconds / 120 / 60) * 60);
  const stepOf = seconds > 172800 ? Math.ceil(step / 3600) * 3600 : step;
  const source = poll((signal) => {
    const to = Math.floor(Date.now() / 1000 / stepOf) * stepOf;
    return get('activity', { from: new Date((to - seconds) * 1000).toISOString(), to: new Date((to + stepOf) * 1000).toISOString(), step: stepOf }, signal);
  }, { every: 15000 });
  const place = h('div', { class: 'columns charts' });
  effect(() => { if (source.data.value) place.replaceChildren(...charts(source.data.value)); });
  return section(null, h('div', { class: 'head' }, h('h2', {}, t('Activity')), tabs(t('Time'), windows.map(([one]) => [one, one === name, link('overview', { ...here.peek().query, window: one })]))),
    () => refusal(source.problem.value), place);
}

function charts(it) {
  const times = [];
  for (let at = new Date(it.from).getTime(); at < new Date(it.to).getTime(); at += it.step * 1000) times.push(new Date(at).toISOString());
  const points = new Map((it.series[0]?.points ?? []).map((point) => [new Date(point.at).getTime(), point]));
  // Nothing happened where there is no point: a zero. Of waits there is nothing to say then.
  const count = (name) => times.map((time) => points.get(new Date(time).getTime())?.[name] ?? 0);
  const quantile = (name, which) => times.map((time) => points.get(new Date(time).getTime())?.[name]?.[which] ?? null);
  const whole = (value) => compact(Math.round(value));
  return [
    h('div', {}, h('h3', {}, t('What became of jobs')), chart({ title: t('What became of jobs'), times, bars: true, format: whole, series: [
      { name: t('succeeded'), values: count('succeeded'), tone: 1 }, { name: t('retried'), values: count('retried'), tone: 3 }, { name: t('failed'), values: count('failed'), tone: 2 }, { name: t('cancelled'), values: count('cancelled'), tone: 5 }] })),
    h('div', {}, h('h3', {}, t('How long they waited')), chart({ title: t('How long they waited'), times, format: duration, series: [
      { name: 'p50', values: quantile('wait', 'p50'), tone: 0 }, { name: 'p95', values: quantile('wait', 'p95'), tone: 4 }] })),
  ];
}

const queueColumns = () => [
  { label: t('Queue'), kind: 'main', cell: (queue) => [h('strong', {}, queue.name), ' ', queue.paused ? badge('paused') : queue.paused_kinds.length > 0 && badge('paused', t('{n} kinds paused', { n: queue.paused_kinds.length }))] },
  { label: t('Waiting'), kind: 'number', cell: (queue) => number(queue.queued) },
  { label: t('Oldest waiting'), kind: 'number', cell: (queue) => duration(queue.oldest_seconds) },
  { label: t('Drains in'), kind: 'number', cell: (queue) => (queue.drains_in_seconds === 0 ? '–' : queue.drains_in_seconds === null ? t('does not') : duration(queue.drains_in_seconds)) },
  { label: t('Busy'), cell: (queue) => h('span', { class: 'row' }, `${number(queue.running)} / ${number(queue.slots)}`, bar(((queue.running ?? 0) / Math.max(1, queue.slots)) * 100, percent((queue.running ?? 0) / Math.max(1, queue.slots)))) },
  { label: t('In /s'), kind: 'number', cell: (queue) => number(queue.rates.enqueued, { maximumFractionDigits: 1 }) },
  { label: t('Out /s'), kind: 'number', cell: (queue) => number(queue.rates.succeeded, { maximumFractionDigits: 1 }) },
  { label: t('Failed /s'), kind: 'number', cell: (queue) => number(queue.rates.failed, { maximumFractionDigits: 2 }) },
  { label: t('Wait p50, p95'), kind: 'number', cell: (queue) => `${duration(queue.wait.p50)}, ${duration(queue.wait.p95)}` },
  { label: t('Run p95'), kind: 'number', cell: (queue) => duration(queue.run.p95) },
];

const failureColumns = () => [
  { label: t('Error'), kind: 'wide', cell: (one) => [h('a', { href: link('jobs', { kind: one.kind, error_code: one.error_code }) }, one.error_code), ' ', h('span', { class: 'hint' }, one.kind), one.message && h('span', { class: 'clip', title: one.message }, one.message)] },
  { label: t('Times'), kind: 'number', cell: (one) => number(one.count) },
  { label: t('Last'), cell: (one) => ago(one.last_seen_at) },
];

const limitColumns = () => [
  { label: t('Limit'), kind: 'main', cell: (one) => [h('strong', {}, one.queue), ' ', h('span', { class: 'hint' }, [t(one.scope), one.kind, one.subject?.slice(0, 20)].filter(Boolean).join(' · '))] },
  { label: t('Running'), kind: 'number', cell: (one) => `${number(one.running)} / ${one.limit === null ? '–' : number(one.limit)}` },
  { label: t('Lines that wait'), kind: 'number', cell: (one) => number(one.waiting_lines) },
];
