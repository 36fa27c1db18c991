import { derived, effect, h, state } from '../dom.js';
import { get, patch, post, remove } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can, seesEverybody } from '../session.js';
import { go, link } from '../route.js';
import { ask, badge, button, empty, facts, field, head, refusal, section, toast } from '../ui.js';
import { list } from '../table.js';
import { ago, dayAndHour, duration, moment } from '../format.js';
import { inWords } from '../cron.js';
import { tree } from '../tree.js';

export const page = ([id], query) => (id ? schedulePage(id) : schedulesPage(query));

const standing = (one) => (one.error ? badge('error') : one.paused ? badge('paused') : one.overdue ? badge('overdue') : badge('active'));
const what = (one) => one.kind ?? (one.scan ? t('Scan') : '');

function schedulesPage(query) {
  const source = poll((signal) => get('schedules', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 5000 });
  return [
    head(t('Schedules'), { actions: can('POST /schedules') && [h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: () => askSchedule(null, (made) => go('schedules', made.id)) }, t('New schedule'))] }),
    list(source, {
      caption: t('Schedules'), key: (one) => one.id, href: (one) => link('schedules', one.id),
      columns: [
        { label: t('Name'), kind: 'main', cell: (one) => [h('a', { href: link('schedules', one.id), tabindex: -1 }, one.name), h('span', { class: 'hint' }, what(one))] },
        { label: t('State'), cell: standing },
        { label: t('When'), kind: 'text', cell: (one) => [inWords(one.cron), h('span', { class: 'hint' }, ` ${one.time_zone}`)] },
        { label: t('Next'), cell: (one) => (one.next_at ? ago(one.next_at) : '–') },
        { label: t('Last'), cell: (one) => ago(one.last_at) },
        { label: t('Late by'), kind: 'number', cell: (one) => (one.lag_seconds > 1 ? duration(one.lag_seconds) : '–') },
      ],
      nothing: () => empty(t('No schedules'), t('A schedule asks for a scan or a job again and again, at the times of a cron expression in a time zone.')) }),
  ];
}

function schedulePage(id) {
  const source = poll((signal) => get(`schedules/${id}`, {}, signal), { every: 3000 });
  const ledger = poll((signal) => get(`schedules/${id}/occurrences`, { limit: 50 }, signal), { every: 5000 });
  // The schedule itself names fewer.
  const times = state(null);
  const clock = derived(() => source.data.value && !source.data.value.paused && { cron: source.data.value.cron, time_zone: source.data.value.time_zone });
  effect(() => { if (clock.value && can('POST /schedules/preview')) post('schedules/preview', { ...clock.value, count: 10 }).then((found) => { times.value = found.next; }, () => {}); });
  const act = (path) => async () => { await post(`schedules/${id}/${path}`); source.refresh(); ledger.refresh(); };
  return [
    () => {
      const one = source.data.value;
      return head(one?.name ?? t('Schedule'), { back: [t('Schedules'), link('schedules')], sub: one && [standing(one), inWords(one.cron), h('code', {}, one.cron), one.time_zone], actions: one && [
        can('POST /schedules/{id}/fire') && button(t('Fire now'), async () => {
          const fired = await post(`schedules/${id}/fire`);
          toast(t('{n} jobs were made.', { n: fired.jobs.length }));
          ledger.refresh();
        }),
        can('POST /schedules/{id}/pause') && button(t(one.paused ? 'Resume' : 'Pause'), act(one.paused ? 'resume' : 'pause')),
        can('PATCH /schedules/{id}') && !one.declared && button(t('Edit'), () => askSchedule(one, source.refresh), { kind: 'primary' }),
        can('DELETE /schedules/{id}') && !one.declared && button(t('Delete'), () => ask({ title: t('Delete this schedule?'), action: t('Delete'), kind: 'danger',
          async act() { await remove(`schedules/${id}`); go('schedules'); } }), { kind: 'danger' })] });
    },
    () => refusal(source.problem.value),
    () => {
      const one = source.data.value;
      return one && [one.error && h('div', { class: 'refusal' }, one.error), h('div', { class: 'columns' },
        section(t('Next times'), one.next.length ? h('ol', { class: 'steps' }, (times.value ?? one.next).map((time) => h('li', { class: 'waits' }, h('span', {}, dayAndHour(time, one.time_zone), ' ', h('span', { class: 'hint' }, one.time_zone)), moment(time)))) : h('p', { class: 'note' }, t('None while it is paused.'))),
        section(t('The schedule'), facts([[t('Fires'), what(one)], [t('When times were missed'), t(one.missed.replaceAll('_', ' '))], [t('While one runs'), t(one.overlap.replaceAll('_', ' '))],
          [t('Last'), ago(one.last_at)], [t('Late by'), duration(one.lag_seconds)], [t('Declared by'), one.declared && t('its program')], [t('Changed'), ago(one.updated_at)]]),
        tree(one.scan ?? one.payload ?? {})))];
    },
    section(t('What became of its times'), () => ledger.data.value && h('div', { class: 'strip', 'aria-hidden': 'true' }, [...ledger.data.value.items].reverse().map((one) => h('i', { class: one.outcome, title: dayAndHour(one.occurrence) }))),
      list(ledger, { caption: t('What became of its times'), key: (one) => `${one.occurrence} ${one.recorded_at}`, lines: 4, columns: [
        { label: t('Time'), kind: 'main', cell: (one) => moment(one.occurrence) }, { label: t('Outcome'), cell: (one) => badge(one.outcome) },
        { label: t('Why'), kind: 'text', cell: (one) => one.reason }, { label: t('Jobs'), cell: (one) => one.jobs.map((job, index) => [index ? ', ' : '', h('a', { href: link('jobs', job) }, job.slice(-6))]) }],
      nothing: () => empty(t('It has not fired yet'), t('Every time is recorded here, also one that was skipped, with the reason.')) })),
  ];
}

/** A new schedule, or a change of one, with its next times before it is saved. */
function askSchedule(one, done) {
  const next = state([]);
  const preview = async (form) => {
    if (!can('POST /schedules/preview')) return;
    const { cron, time_zone } = Object.fromEntries(new FormData(form));
    try { next.value = (await post('schedules/preview', { cron, time_zone, count: 10 })).next; } catch (error) { next.value = [error.message]; }
  };
  const watch = { onchange: (event) => preview(event.target.form) };
  ask({ title: one ? t('Edit {name}', { name: one.name }) : t('New schedule'), action: t(one ? 'Save' : 'Create'),
    fields: [field('name', t('Name'), { required: true, value: one?.name ?? '' }),
      field('cron', t('Cron expression'), { required: true, value: one?.cron ?? '0 6 * * *', class: 'code', hint: t('Minute, hour, day, month, weekday: `0 6 * * 1-5` is Monday to Friday at six.'), ...watch }),
      field('time_zone', t('Time zone'), { required: true, value: one?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, ...watch }),
      () => next.value.length > 0 && h('ul', { class: 'hint' }, next.value.map((time) => h('li', {}, isNaN(new Date(time)) ? time : dayAndHour(time)))),
      ...(seesEverybody() ? [field('kind', t('Kind'), { value: one?.kind ?? '' }), field('payload', t('Payload'), { lines: 4, class: 'code', value: JSON.stringify(one?.payload ?? {}, null, 2) })]
        : [field('services', t('Services to scan'), { value: (one?.scan?.services ?? ['ec2', 's3', 'vpc', 'rds']).join(' ') }), field('regions', t('Regions'), { value: (one?.scan?.regions ?? []).join(' '), placeholder: t('all') })])],
    async act({ name, cron, time_zone, kind, payload, services, regions }) {
      const body = { name, cron, time_zone };
      if (kind !== undefined) Object.assign(body, { kind, payload: JSON.parse(payload) });
      else {
        body.scan = { provider: 'aws', services: services.split(/[\s,]+/).filter(Boolean) };
        const places = regions.split(/[\s,]+/).filter(Boolean);
        if (places.length) body.scan.regions = places;
      }
      done(one ? await patch(`schedules/${one.id}`, body) : await post('schedules', body));
    } });
}
