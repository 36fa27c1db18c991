import { h, derived, effect } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { link, refine } from '../route.js';
import { bar, empty, head, refusal, section, tabs } from '../ui.js';
import { table } from '../table.js';
import { chart } from '../chart.js';
import { duration, number } from '../format.js';

const spans = [['3', 3], ['12', 12], ['24', 24]];
const score = (one) => (one.score === null || one.score === undefined ? '–' : `${number(one.score, { maximumFractionDigits: 1 })} %`);

/** What revision came to: of a school, of own paths, or of all schools. */
export function page(parts, query) {
  const months = spans.find(([name]) => name === query.months)?.[1] ?? 12;
  const start = new Date();
  start.setUTCMonth(start.getUTCMonth() - months + 1, 1);
  const from = start.toISOString().slice(0, 7);
  const source = poll((signal) => get('indicators', { from, tenant: query.tenant }, signal), { every: 30000 });
  const place = h('div', { class: 'columns charts' });
  effect(() => { if (source.data.value?.by_month.length) place.replaceChildren(...charts(source.data.value.by_month, from)); });
  const part = (name) => derived(() => source.data.value?.[name] ?? null);
  const groups = [['by_path', t('By learning path')], ['by_class', t('By class')], ['by_professor', t('By professor')], ['by_school', t('By school')]].map(([name, words]) => [part(name), words]);
  return [
    head(t('Indicators'), { sub: () => query.tenant && [t('of one school'), h('button', { type: 'button', class: 'quiet', onclick: () => refine({ tenant: '' }) }, t('All schools'))] }),
    tabs(t('Time'), spans.map(([name, count]) => [t('{n} months', { n: count }), count === months, link('indicators', { ...query, months: name })])),
    () => refusal(source.problem.value),
    () => figures(source.data.value?.total),
    () => source.data.value && (source.data.value.by_month.length ? section(null, place) : section(null, empty(t('Nobody revised in this time'), t('Sessions count on the day of their end.')))),
    groups.map(([rows, words]) => () => rows.value?.length > 0 && section(words, table({ caption: words, rows: () => rows.value ?? [], key: (one) => one.id ?? one.tenant ?? '', href: rows.value[0].tenant ? (one) => link('indicators', { ...query, tenant: one.tenant }) : undefined, columns: columns(Boolean(rows.value[0].tenant)) }))),
  ];
}

function figures(total) {
  const cells = total ? [[t('Sessions'), number(total.sessions)], [t('Questions'), number(total.questions)], [t('Mean score'), score(total)], [t('Time'), duration(total.seconds)],
    total.active_students !== undefined && [t('Active pupils'), number(total.active_students)], total.places !== undefined && [t('Mean progress'), total.progress === null || total.progress === undefined ? '–' : `${number(total.progress)} %`],
    total.completed !== undefined && [t('Paths done'), [number(total.completed), h('small', {}, ` / ${number(total.places)}`)]]].filter(Boolean) : Array.from({ length: 6 }, () => ['…', '–']);
  return h('dl', { class: 'figures' }, cells.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))));
}

function charts(found, from) {
  const known = new Map(found.map((one) => [one.month, one]));
  const months = [];
  for (const at = new Date(`${from}-01T00:00:00Z`); at <= new Date(); at.setUTCMonth(at.getUTCMonth() + 1)) months.push(at.toISOString().slice(0, 7));
  const times = months.map((month) => `${month}-01T00:00:00Z`);
  const label = (time) => time.slice(0, 7);
  const values = (name, nothing) => months.map((month) => known.get(month)?.[name] ?? nothing);
  const whole = (value) => number(value, { maximumFractionDigits: 0 });
  return [
    h('div', {}, h('h2', {}, t('Sessions by month')), chart({ title: t('Sessions by month'), times, label, bars: true, format: whole, series: [{ name: t('sessions'), values: values('sessions', 0), tone: 0 }] })),
    h('div', {}, h('h2', {}, t('Mean score by month')), chart({ title: t('Mean score by month'), times, label, most: 100, format: (value) => `${whole(value)} %`, series: [{ name: t('score'), values: values('score', null), tone: 1 }] })),
  ];
}

const columns = (isSchool) => [
  { label: t('Name'), kind: 'main', cell: (one) => h('strong', {}, one.name ?? (one.id ?? one.tenant ?? '').slice(0, 8)) },
  { label: t('Sessions'), kind: 'number', cell: (one) => number(one.sessions) }, { label: t('Questions'), kind: 'number', cell: (one) => number(one.questions) },
  { label: t('Mean score'), kind: 'number', cell: score }, { label: t('Time'), kind: 'number', cell: (one) => duration(one.seconds) },
  !isSchool && { label: t('Active pupils'), kind: 'number', cell: (one) => `${number(one.active_students)} / ${number(one.places)}` },
  !isSchool && { label: t('Mean progress'), cell: (one) => bar(one.progress, `${number(one.progress)} %`, 'good') }].filter(Boolean);
