import { derived, effect, h, state } from '../dom.js';
import { address, get, post, remove } from '../api.js';
import { poll, stream } from '../live.js';
import { t } from '../words.js';
import { can, seesEverybody } from '../session.js';
import { go, link } from '../route.js';
import { ask, badge, bar, button, copyButton, facts, head, idText, refusal, section } from '../ui.js';
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
  const isWatched = state(false);
  effect(() => { if (source.data.value && isOpen(source.data.value) && can('GET /jobs/{id}/events')) isWatched.value = true; });
  effect(() => {
    if (!isWatched.value) return;
    stream(address(`jobs/${id}/events`), {
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
    can('POST /jobs') && job.payload !== undefined && button(t('Run again, edited'), async () => {
      const { askJob } = await import('../jobform.js');
      askJob({ title: t('Run again, edited'), kind: job.kind, payload: JSON.stringify(job.payload, null, 2), members: { tenant: job.tenant } }, (made) => go('jobs', made.id));
    }),
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
  [t('Worker'), job.worker && (typeof job.worker === 'string' ? job.worker : [job.worker.name, job.worker.host].filter(Boolean).join(' · '))],
  [t('Request'), job.request_id && h('a', { href: link('jobs', { request_id: job.request_id }) }, h('code', {}, job.request_id))],
  [t('Trace'), job.trace_parent && h('code', {}, job.trace_parent.split('-')[1])],
]);

/** What it follows, itself, and what follows it. */
function graph(found, job) {
  const side = (words, jobs) => jobs?.length > 0 && h('div', {}, h('h3', {}, words), h('ul', {}, jobs.map((one) => h('li', {},
    h('a', { href: link('jobs', one.id) }, one.kind, badge(one.status))))));
  const before = found.follows ?? found.parents ?? found.after ?? [];
  const after = found.followed_by ?? found.children ?? found.followers ?? [];
  if (!before.length && !after.length) return null;
  return section(t('Before and after it'), h('div', { class: 'graph' }, side(t('It follows'), before),
    job && h('div', {}, h('h3', {}, t('This job')), h('ul', {}, h('li', { class: 'self' }, job.kind, badge(job.status)))), side(t('What follows'), after)));
}

const commands = (job) => [`curl -s '${address(`jobs/${job.id}`)}' -H "Authorization: Bearer $TOKEN"`, `flotilla job ${job.id}`]
  .map((text) => h('div', { class: 'command' }, h('code', {}, text), copyButton(text)));
