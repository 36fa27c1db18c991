import { derived, effect, h, state } from '../dom.js';
import { address, get, post, remove } from '../api.js';
import { follow, poll } from '../live.js';
import { t } from '../words.js';
import { can, seesEverybody } from '../session.js';
import { link } from '../route.js';
import { ask, badge, bar, button, copyButton, facts, field, head, idText, refusal, section } from '../ui.js';
import { ago, duration, exact, moment } from '../format.js';
import { tree } from '../tree.js';

const isOpen = (job) => !['succeeded', 'failed', 'cancelled'].includes(job.status);
const seconds = (from, to) => (new Date(to) - new Date(from)) / 1000;

/** One job: why it is where it is, what became of each attempt, what it carries, what it says while it runs. */
export function page([id]) {
  const live = state(null);
  const output = state('');
  // The stream tells at once; where a proxy holds it back, the poll does within seconds.
  const source = poll((signal) => get(`jobs/${id}`, {}, signal), { every: 3000 });
  const changed = () => source.refresh();
  const isWatched = derived(() => Boolean(source.data.value && isOpen(source.data.value) && can('GET /events')));
  effect(() => {
    if (!isWatched.value) return;
    follow(`job:${id}`, {
      status: changed, done: changed,
      reset: () => { output.value = ''; },
      progress: (data) => { live.value = data; },
      chunk: (data) => { output.value = (output.peek() + (data.text ?? `${JSON.stringify(data.data)}\n`)).slice(-200000); },
    });
  });
  const related = can('GET /jobs/{id}/related') && poll((signal) => get(`jobs/${id}/related`, {}, signal), { every: 5000 });
  return [
    () => {
      const job = source.data.value;
      return head(job?.kind ?? t('Job'), {
        back: [t('Jobs'), link('jobs')], sub: job && [badge(job.status), idText(job.id)], actions: job && actions(job, source) });
    },
    () => refusal(source.problem.value),
    () => {
      const job = source.data.value;
      return job && [
        job.why && h('div', { class: 'why' }, h('strong', {}, t('Why it is not done: ')), job.why.detail, whyLink(job)),
        job.error && !isOpen(job) && h('div', { class: 'refusal' }, h('b', {}, job.error.code), ' ', job.error.message, ' ',
          can('GET /failures') && h('a', { href: link('jobs', { kind: job.kind, error_code: job.error.code }) }, t('Others of this error'))),
        () => (isOpen(job) && job.status === 'running' ? progress(live.value ?? job.progress) : null),
      ];
    },
    () => output.value && section(t('As it comes'), h('pre', { class: 'output', tabindex: 0, 'aria-live': 'off' }, output.value)),
    () => source.data.value && h('div', { class: 'columns' }, section(t('What happened'), steps(source.data.value)), section(t('The job'), about(source.data.value))),
    h('div', { class: 'columns' }, value(t('Payload'), () => source.data.value?.payload), value(t('Result'), () => source.data.value?.result),
      value(t('Checkpoint'), () => source.data.value?.checkpoint)),
    related && (() => related.data.value && graph(related.data.value, source.data.value)),
    () => source.data.value && section(t('To copy'), commands(source.data.value)),
  ];
}

/** A value of the job, which stays unfolded as it is while other things change. */
function value(title, pick) {
  const found = derived(pick);
  return () => found.value !== undefined && found.value !== null && section(title, tree(found.value));
}

function actions(job, source) {
  return [
    isOpen(job) && can('DELETE /jobs/{id}') && h('span', {}, h('button', { type: 'button', class: 'danger', 'data-command': 'cancel', onclick: () => ask({
      title: t('Cancel this job?'), body: t('What it has done so far stays. What waits for it is told.'), action: t('Cancel the job'), kind: 'danger',
      async act() { await remove(`jobs/${job.id}`); source.refresh(); } }) }, t('Cancel'))),
    ['failed', 'cancelled'].includes(job.status) && can('POST /jobs/{id}/retry') && h('button', { type: 'button', class: 'primary', 'data-command': 'retry',
      onclick: async () => { await post(`jobs/${job.id}/retry`); source.refresh(); } }, t('Retry')),
    !isOpen(job) && job.payload !== undefined && can('POST /jobs/{id}/retry') && button(t('Run again, edited'), () => ask({
      title: t('Run again, edited'), action: t('Run again'), body: t('Secrets are shown as ***: write them anew.'),
      fields: [field('payload', t('Payload'), { value: JSON.stringify(job.payload, null, 2), lines: 12, class: 'code', spellcheck: 'false' })],
      // Read for its mistakes alone, and sent as it was typed, so that no number in it is rounded.
      async act({ payload }) { JSON.parse(payload); await post(`jobs/${job.id}/retry`, `{"payload":${payload}}`); source.refresh(); } })),
  ];
}

function whyLink(job) {
  const code = job.why.code ?? '';
  if (code.includes('paused') || code.includes('limit') || code.includes('turn') || code.includes('behind')) {
    return can('GET /queues') && [' ', h('a', { href: link('queues', job.queue) }, t('The queue'))];
  }
  return code.includes('worker') && can('GET /workers') && [' ', h('a', { href: link('workers') }, t('The workers'))];
}

const progress = (it) => h('div', { class: 'panel' }, h('div', { class: 'lead' }, it.percent === null ? t('Under way') : `${Math.round(it.percent)} %`, it.message && h('span', { class: 'hint' }, it.message)),
  bar(it.percent, t('Progress')));

/** Every state on a line, with when, how long, and what went wrong. */
function steps(job) {
  const lines = [h('li', {}, t('Created'), moment(job.created_at))];
  const step = (kind, words, at, more) => lines.push(h('li', { class: kind }, h('span', {}, words), at ? moment(at) : h('span', {}), more && h('div', { class: 'more' }, more)));
  if (job.run_at && seconds(job.created_at, job.run_at) > 1 && !job.attempts.length && !job.started_at) step('waits', t('Due'), job.run_at);
  let before = job.created_at;
  const attempts = [...job.attempts].sort((a, b) => a.attempt - b.attempt);
  for (const one of attempts) {
    const wait = one.started_at && seconds(before, one.started_at);
    const kind = one.finished_at ? (one.ended === 'succeeded' ? 'succeeded' : one.error ? 'failed' : '') : 'running';
    step(kind, t('Attempt {n}', { n: one.attempt }), one.started_at, [
      wait > 0.001 && `${t('waited {time}', { time: duration(wait) })} · `,
      one.finished_at ? `${t('ran {time}', { time: duration((one.duration_ms ?? 0) / 1000) })} · ${t((one.ended ?? 'ended').replaceAll('_', ' '))}` : t('running'),
      one.error && h('div', {}, h('b', {}, one.error.code), ' ', one.error.message),
      one.worker_session && h('div', {}, h('code', { title: one.worker_session }, `${t('worker')} ${one.worker_session.slice(0, 8)}`))]);
    before = one.finished_at ?? one.started_at;
  }
  if (job.status === 'retrying' && job.run_at) step('waits', t('Next attempt'), job.run_at, ago(job.run_at));
  if (job.finished_at) step(job.status, t(job.status), job.finished_at, t('{time} after it was created', { time: duration(seconds(job.created_at, job.finished_at)) }));
  return h('ol', { class: 'steps', 'aria-label': t('What happened') }, lines);
}

const about = (job) => facts([
  [t('Queue'), can('GET /queues/{name}') ? h('a', { href: link('queues', job.queue) }, job.queue) : job.queue],
  [t('Tenant'), seesEverybody() && h('a', { href: link('jobs', { tenant: job.tenant }), title: job.tenant }, job.tenant.slice(0, 8))],
  [t('Priority'), String(job.priority)], [t('Attempts'), `${job.attempt} / ${job.max_attempts}`],
  [t('Errors, crashes'), `${job.errors}, ${job.crashes}`], [t('Time limit'), duration(job.timeout)],
  [t('Expires'), job.expires_at && exact(job.expires_at)], [t('Unique key'), job.unique_key], [t('Limit key'), job.limit_key],
  [t('Batch'), job.batch_id && h('a', { href: link('batches', job.batch_id) }, job.batch_id.slice(0, 8))],
  [t('Worker'), job.worker && h('a', { href: link('jobs', { worker_session: job.worker.session }) }, `${job.worker.name} · ${job.worker.host}`)],
  [t('Request'), job.request_id && h('a', { href: link('jobs', { request_id: job.request_id }) }, h('code', {}, job.request_id))],
  [t('Trace'), job.trace_parent && h('span', { class: 'id' }, h('a', { href: link('jobs', { trace_id: job.trace_parent.split('-')[1] }) }, h('code', {}, job.trace_parent.split('-')[1])), copyButton(job.trace_parent.split('-')[1]))],
]);

/** What it follows, itself, and what follows it. */
function graph(found, job) {
  const side = (words, jobs) => jobs?.length > 0 && h('div', {}, h('h3', {}, words), h('ul', {}, jobs.map((one) => h('li', {},
    one.kind ? h('a', { href: link('jobs', one.id) }, one.kind, badge(one.status)) : h('span', { class: 'hint' }, t('gone'), one.outcome && badge(one.outcome))))));
  const { follows: before, followed_by: after } = found;
  if (!before.length && !after.length) return null;
  return section(t('Before and after it'), h('div', { class: 'graph' }, side(t('It follows'), before),
    job && h('div', {}, h('h3', {}, t('This job')), h('ul', {}, h('li', { class: 'self' }, job.kind, badge(job.status)))), side(t('What follows'), after)));
}

const commands = (job) => [`curl -s '${address(`jobs/${job.id}`)}' -H "Authorization: Bearer $TOKEN"`, `flotilla job ${job.id}`]
  .map((text) => h('div', { class: 'command' }, h('code', {}, text), copyButton(text)));
