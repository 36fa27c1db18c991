import { derived, effect, h, state } from '../dom.js';
import { get, post } from '../api.js';
import { follow, poll } from '../live.js';
import { t } from '../words.js';
import { can, me } from '../session.js';
import { go, link } from '../route.js';
import { ask, badge, bar, button, facts, head, refusal, section } from '../ui.js';
import { table } from '../table.js';
import { ago, number } from '../format.js';
import { loadPeople, nameOf } from '../people.js';
import { editSteps } from '../steps.js';

const isOpen = (job) => job.status === 'queued' || job.status === 'running';
const isRepeatable = (job) => job.status === 'failed' || job.status === 'cancelled';

/** One learning path: its steps, what a model still writes for it, and its pupils; for a pupil, the way to revise. */
export function page([id]) {
  loadPeople();
  const source = poll((signal) => get(`learning-paths/${id}`, {}, signal), { every: 5000 });
  const pick = (body) => derived(() => source.data.value && body(source.data.value));
  const open = pick((path) => (path.jobs ?? []).filter(isOpen).map((job) => job.job_id).slice(0, 19));
  // What is under way says by itself when it has ended.
  effect(() => {
    if (can('GET /events')) for (const job of open.value ?? []) follow(`job:${job}`, { status: () => source.refresh(), done: () => source.refresh() });
  });
  const steps = pick((path) => path.steps);
  const jobs = pick((path) => path.jobs ?? []);
  const pupils = pick((path) => path.student_progress ?? null);
  const editing = state(false);
  return [
    () => {
      const path = source.data.value;
      return head(path?.name ?? t('Learning path'), { back: [t('Learning paths'), link('learning-paths')], sub: path && [badge(path.status), path.level, path.language === 'fr' ? 'Français' : 'English'], actions: path && actions(path, source) });
    },
    () => refusal(source.problem.value),
    () => source.data.value && advice(source.data.value, jobs.value ?? []),
    () => source.data.value?.progress !== undefined && h('div', { class: 'panel' }, h('div', { class: 'lead' }, t('{n} % done', { n: source.data.value.progress })), bar(source.data.value.progress, t('Progress'), 'good')),
    () => (editing.value ? editSteps(id, steps.value, () => { editing.value = false; source.refresh(); }, () => { editing.value = false; })
      : steps.value && section(null, h('div', { class: 'head' }, h('h2', {}, t('Steps')), canEdit(source.data.value) && button(t('Edit the steps'), () => { editing.value = true; })), stepList(source.data.value, steps.value))),
    () => jobs.value?.length > 0 && section(t('What a model does for it'), table({ caption: t('What a model does for it'), rows: () => jobs.value ?? [], key: (job) => job.id, href: (job) => link('generations', job.id), columns: jobColumns() })),
    () => pupils.value && section(t('Pupils'), pupils.value.length ? table({ caption: t('Pupils'), rows: () => pupils.value ?? [], key: (one) => one.user_id, columns: [
      { label: t('Pupil'), kind: 'main', cell: (one) => h('strong', {}, nameOf(one.user_id)) }, { label: t('Progress'), kind: 'wide', cell: (one) => h('span', { class: 'row' }, bar(one.progress, `${one.progress} %`, 'good'), h('span', {}, `${one.progress} %`)) },
      { label: t('Learnt of it'), cell: (one) => (one.notified_at ? ago(one.notified_at) : t('not yet')) }] }) : h('p', { class: 'note' }, t('Nobody yet'))),
    () => source.data.value && section(t('About it'), facts([[t('Goals'), h('ul', { class: 'goals' }, source.data.value.goals.map((goal) => h('li', {}, goal)))], [t('Professor'), nameOf(source.data.value.professor_id)],
      [t('The tutor may give'), (source.data.value.allowed.length ? source.data.value.allowed : ['explanation', 'hint', 'example', 'solution']).map((kind) => t(kind)).join(', ')],
      [t('Discipline'), source.data.value.agent?.discipline], [t('How the tutor speaks'), source.data.value.agent?.instructions], [t('Texts'), number(source.data.value.document_ids.length)],
      [t('Created'), ago(source.data.value.created_at)], [t('Validated'), source.data.value.validated_at && ago(source.data.value.validated_at)]])),
  ];
}

const canEdit = (path) => can('PATCH /learning-paths/{id}') && ['draft', 'ready'].includes(path?.status);

function actions(path, source) {
  const act = (name) => async () => { await post(`learning-paths/${path.id}/${name}`); source.refresh(); };
  return [
    can('POST /learning-paths/{id}/retry') && path.status !== 'archived' && (path.jobs ?? []).some(isRepeatable) && h('span', {}, h('button', { type: 'button', 'data-command': 'retry', onclick: act('retry') }, t('Ask again for what failed'))),
    can('POST /learning-paths/{id}/validate') && path.status === 'ready' && button(t('Validate'), () => ask({ title: t('Validate this path?'), action: t('Validate'),
      body: [h('p', { class: 'total' }, t('{n} pupils learn of it.', { n: number(path.students) })), h('p', {}, t('Its steps stay as they are from then on, and each gets a quiz.'))], act: act('validate') }), { kind: 'primary' }),
    can('POST /learning-paths/{id}/archive') && path.status !== 'archived' && button(t('Archive'), () => ask({ title: t('Archive this path?'), action: t('Archive'), kind: 'danger', body: t('Its pupils see it no more; what they did stays.'), act: act('archive') }), { kind: 'danger' }),
    can('GET /revision-sessions') && path.validated_at && h('a', { class: 'button', href: link('revision-sessions', { learning_path_id: path.id }) }, t('Sessions')),
  ];
}

/** What comes next, in a sentence. */
function advice(path, jobs) {
  const failed = jobs.find(isRepeatable);
  if (failed) return h('div', { class: 'refusal' }, h('b', {}, failed.error_code), ' ', failed.error);
  if (path.status === 'preparing') return h('div', { class: 'why' }, badge('running', t('A model is at work: this page follows it.')));
  if (path.status === 'draft' && can('PATCH /learning-paths/{id}')) return h('div', { class: 'why ill' }, t('It has no steps yet: write them, or ask again.'));
  if (path.status === 'ready' && can('POST /learning-paths/{id}/validate')) return h('div', { class: 'why' }, t('Read the steps, change what is not right, and validate: then pupils learn of it.'));
  return null;
}

const jobColumns = () => [
  { label: t('What'), kind: 'main', cell: (job) => [h('strong', {}, t(job.type.replaceAll('_', ' '))), job.step && h('span', { class: 'hint' }, t('step {n}', { n: job.step }))] },
  { label: t('Status'), cell: (job) => badge(job.status) },
  { label: t('Error'), kind: 'wide', cell: (job) => job.error && h('span', { class: 'clip', title: job.error }, h('b', {}, job.error_code), ' ', job.error) },
];

function stepList(path, steps) {
  if (!steps.length) return h('p', { class: 'note' }, t('None.'));
  const revises = me.value.role === 'student' && can('POST /revision-sessions');
  return h('ol', { class: 'lessons' }, steps.map((step) => h('li', {}, h('div', { class: 'head' }, h('h3', {}, `${step.number}. ${step.title}`),
    h('span', { class: 'row hint' }, step.minutes && h('span', {}, t('{n} min', { n: step.minutes })), step.has_quiz && h('span', {}, t('with a quiz')), revises && button(t('Revise'), () => begin(path.id, step.number)))),
  step.objective && h('p', { class: 'hint' }, step.objective), step.content && h('p', { class: 'prose' }, step.content),
  step.quiz && h('details', {}, h('summary', {}, t('Its quiz, with what is right')), h('ol', { class: 'quiz' }, (step.quiz.questions ?? []).map((one) => h('li', {}, one.question, h('ul', {}, (one.choices ?? []).map((choice, index) => h('li', { class: one.correct?.includes(index) ? 'right' : null }, choice))))))))));
}

async function begin(path, step) {
  try { go('revision-sessions', (await post('revision-sessions', { learning_path_id: path, step })).id); } catch (error) {
    // One goes on already: it is where the pupil wants to be.
    const open = error.status === 409 && can('GET /revision-sessions') ? (await get('revision-sessions', { learning_path_id: path, limit: 20 })).items.find((one) => one.status === 'open') : null;
    if (!open) throw error;
    go('revision-sessions', open.id);
  }
}
