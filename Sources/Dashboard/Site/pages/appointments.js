import { h } from '../dom.js';
import { get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { me } from '../session.js';
import { go, link } from '../route.js';
import { ask, badge, button, copyButton, empty, facts, field, head, refusal, section } from '../ui.js';
import { list } from '../table.js';
import { ago, dayAndHour, moment, number } from '../format.js';
import { loadPeople, personField } from '../people.js';

export const page = ([id], query) => (id ? appointmentPage(id) : appointmentsPage(query));

const other = (one) => (one.proposer_id === me.value.user.id ? one.guest_name : one.proposer_name);
const tone = { proposed: 'pending', accepted: 'active', declined: 'failed', cancelled: 'draft' };
const state = (one) => badge(tone[one.status] ?? one.status, t(one.status));
const isAhead = (one) => new Date(one.starts_at) > new Date();

function appointmentsPage(query) {
  const source = poll((signal) => get('appointments', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 10000 });
  const start = () => h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: askAppointment }, t('Propose one'));
  return [
    head(t('Appointments'), { actions: start() }),
    list(source, { caption: t('Appointments'), key: (one) => one.id, href: (one) => link('appointments', one.id), columns: [
      { label: t('What'), kind: 'main', cell: (one) => [h('a', { href: link('appointments', one.id), tabindex: -1 }, one.subject), h('span', { class: 'hint' }, other(one))] },
      { label: t('Status'), cell: state },
      { label: t('When'), cell: (one) => [dayAndHour(one.starts_at), h('span', { class: 'hint' }, ` ${t('{n} min', { n: number(one.minutes) })}`)] },
      { label: t('Begins'), cell: (one) => (isAhead(one) ? ago(one.starts_at) : '–') },
      { label: t('Do'), cell: (one) => h('span', { class: 'row' }, answers(one, source)) }],
    nothing: () => empty(t('No appointments'), t('Propose a time to a professor or a pupil: both are reminded the day before and 15 minutes before.'), start()) }),
  ];
}

/** What this one may still do with it. */
function answers(one, source) {
  if (!isAhead(one)) return null;
  const act = (name) => async () => { await post(`appointments/${one.id}/${name}`); source.refresh(); };
  return [
    one.status === 'proposed' && one.guest_id === me.value.user.id && [button(t('Accept'), act('accept'), { kind: 'primary' }), button(t('Decline'), act('decline'))],
    ['proposed', 'accepted'].includes(one.status) && one.guest_id !== me.value.user.id || one.status === 'accepted' ? button(t('Cancel'), () => ask({ title: t('Cancel this appointment?'), body: t('Both learn of it, and no reminder comes.'), action: t('Cancel the appointment'), kind: 'danger', act: act('cancel') }), { kind: 'danger' }) : null];
}

function appointmentPage(id) {
  const source = poll((signal) => get(`appointments/${id}`, {}, signal), { every: 10000 });
  return [
    () => {
      const one = source.data.value;
      return head(one?.subject ?? t('Appointment'), { back: [t('Appointments'), link('appointments')], sub: one && [state(one), t('with {name}', { name: other(one) })], actions: one && answers(one, source) });
    },
    () => refusal(source.problem.value),
    () => {
      const one = source.data.value;
      return one && section(null, facts([[t('For me'), moment(one.starts_at)], [one.time_zone, dayAndHour(one.starts_at, one.time_zone)], [t('Minutes'), number(one.minutes)], [t('Proposed by'), one.proposer_name], [t('Guest'), one.guest_name],
        [t('Room'), one.room_id && h('span', { class: 'id' }, h('code', {}, one.room_id), copyButton(one.room_id))], [t('Proposed'), ago(one.created_at)]]));
    },
  ];
}

async function askAppointment() {
  await loadPeople();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  ask({ title: t('Propose an appointment'), action: t('Propose'), fields: [
    personField('with', t('With')), field('subject', t('What about'), { required: true, maxlength: 200 }),
    h('div', { class: 'pair' }, field('starts_at', t('When'), { type: 'datetime-local', required: true }), field('minutes', t('Minutes'), { type: 'number', min: 1, max: 1440, value: 30, required: true })),
    field('time_zone', t('Time zone'), { value: zone, required: true })],
  async act({ starts_at, minutes, ...rest }) {
    // As the clocks of that zone show it.
    go('appointments', (await post('appointments', { ...rest, minutes: Number(minutes), starts_at: starts_at.length === 16 ? `${starts_at}:00` : starts_at })).id);
  } });
}
