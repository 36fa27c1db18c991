import { derived, effect, h, state } from '../dom.js';
import { get, post } from '../api.js';
import { follow, poll } from '../live.js';
import { t } from '../words.js';
import { can, me } from '../session.js';
import { link } from '../route.js';
import { ask, badge, head, refusal, section } from '../ui.js';
import { ago, duration, moment, number } from '../format.js';
import { loadPeople, nameOf } from '../people.js';
import { composer } from '../composer.js';

export const standing = (session) => badge(session.status, t(session.status === 'open' ? 'goes on' : 'ended'));
const isOpen = (question) => question.status === 'queued' || question.status === 'running';
/** Questions of a session that may wait at once. */
const most = 3;

/** A revision session: what the step says, questions with answers as they are written, and the quiz at its end. */
export function page([id]) {
  loadPeople();
  const source = poll((signal) => get(`revision-sessions/${id}`, {}, signal), { every: 5000 });
  const lesson = state(null);
  const place = derived(() => source.data.value && { path: source.data.value.learning_path_id, step: source.data.value.step });
  effect(() => {
    if (place.value) get(`learning-paths/${place.value.path}`).then((path) => { lesson.value = { name: path.name, step: path.steps.find((one) => one.number === place.value.step) }; }, () => {});
  });
  const part = (body) => derived(() => source.data.value && body(source.data.value));
  const questions = part((session) => session.questions);
  const waiting = part((session) => session.questions.filter(isOpen).map((question) => question.job_id));
  const quiz = part((session) => ({ quiz: session.quiz, marks: session.marks, status: session.status }));
  const isMine = part((session) => session.status === 'open' && session.student_id === me.value.user.id);
  /** What came so far of answers that are being written, by job. */
  const written = state({});
  effect(() => {
    for (const job of waiting.value ?? []) {
      const set = (text) => { written.value = { ...written.peek(), [job]: text }; };
      follow(`job:${job}`, { chunk: (data) => set((written.peek()[job] ?? '') + (data.text ?? '')), reset: () => set(''), done: source.refresh });
    }
  });
  return [
    () => {
      const session = source.data.value;
      return head(lesson.value?.step?.title ?? t('Revision'), { back: [lesson.value?.name ?? t('Learning paths'), session ? link('learning-paths', session.learning_path_id) : link('learning-paths')],
        sub: session && [standing(session), t('step {n}', { n: session.step }), session.student_id !== me.value.user.id && nameOf(session.student_id), moment(session.started_at)],
        actions: isMine.value && h('span', {}, h('button', { type: 'button', class: 'danger', 'data-command': 'cancel', onclick: () => endSession(id, source) }, t('End the session'))) });
    },
    () => refusal(source.problem.value),
    () => result(source.data.value),
    () => lesson.value?.step && section(t('The step'), lesson.value.step.objective && h('p', { class: 'hint' }, lesson.value.step.objective), lesson.value.step.content && h('p', { class: 'prose' }, lesson.value.step.content)),
    section(t('Questions to the tutor'), () => questions.value && (questions.value.length ? h('ol', { class: 'talk' }, questions.value.map((one) => questionNode(one, written)))
      : h('p', { class: 'note' }, isMine.value ? t('Ask what you do not understand: the tutor answers from the texts of this path.') : t('None.'))),
    () => isMine.value && can('POST /revision-sessions/{id}/questions') && askForm(id, source, waiting)),
    () => quiz.value?.quiz && section(t('Quiz'), isMine.value ? quizForm(id, quiz.value.quiz, source) : quizResult(quiz.value)),
  ];
}

function result(session) {
  if (!session || session.status === 'open') return null;
  const cells = [[t('Score'), session.score === null ? '–' : `${number(session.score)} %`], [t('Time'), duration(session.seconds)], [t('Questions'), number(session.questions.length)], [t('Progress of the path'), session.progress === null ? '–' : `${number(session.progress)} %`], [t('Ended'), ago(session.ended_at)]];
  return h('dl', { class: 'figures' }, cells.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))));
}

function questionNode(one, written) {
  return h('li', {}, h('p', { class: 'said mine' }, one.text),
    h('div', { class: 'said', 'aria-busy': isOpen(one) ? 'true' : null }, one.error ? h('span', { class: 'bad' }, one.error) : one.answer ? h('p', { class: 'prose' }, one.answer) : () => h('p', { class: 'prose' }, written.value[one.job_id] || t('The tutor thinks…')),
      (one.citations ?? []).length > 0 && h('details', {}, h('summary', {}, t('{n} cited', { n: one.citations.length })), h('ul', {}, one.citations.map((cited) => h('li', {}, h('q', {}, cited.quote))))),
      h('p', { class: 'hint' }, t(one.complexity), ' · ', ago(one.answered_at ?? one.asked_at))));
}

const askForm = (id, source, waiting) => composer({ name: 'question', label: t('Your question'), action: t('Ask'), isFull: () => (waiting.value?.length ?? 0) >= most,
  async send(text) {
    await post(`revision-sessions/${id}/questions`, { text });
    source.refresh();
  } });

const choicesOf = (form, question) => new FormData(form).getAll(`answer-${question.id}`).map(Number);

function quizForm(id, quiz, source) {
  const form = h('form', { class: 'answers', onsubmit(event) {
    event.preventDefault();
    const answers = quiz.questions.map((one) => ({ question: one.id, choices: choicesOf(form, one) })).filter((one) => one.choices.length);
    const open = quiz.questions.length - answers.length;
    ask({ title: t('Hand in the quiz?'), action: t('Hand in'), body: [open > 0 && h('p', { class: 'total' }, t('{n} questions have no answer.', { n: open })), h('p', {}, t('It ends the session.'))],
      async act() { await post(`revision-sessions/${id}/end`, { answers }); source.refresh(); } });
  } },
  quiz.questions.map((one, place) => h('fieldset', {}, h('legend', {}, `${place + 1}. ${one.question}`), one.choices.map((choice, index) => h('label', { class: 'check' },
    h('input', { type: one.kind === 'multiple' ? 'checkbox' : 'radio', name: `answer-${one.id}`, value: index }), choice)))),
  h('div', { class: 'actions' }, h('button', { class: 'primary' }, t('Hand in'))));
  return form;
}

function quizResult({ quiz, marks }) {
  const markOf = (question) => (marks ?? []).find((mark) => mark.question === question.id);
  return h('ol', { class: 'quiz' }, quiz.questions.map((one) => {
    const mark = markOf(one);
    return h('li', {}, h('div', { class: 'head' }, h('strong', {}, one.question), mark && badge(mark.score === 1 ? 'succeeded' : mark.score > 0 ? 'degraded' : 'failed', `${number(mark.score * 100, { maximumFractionDigits: 0 })} %`)),
      h('ul', {}, one.choices.map((choice, index) => h('li', { class: [one.correct?.includes(index) && 'right', mark?.choices?.includes(index) && 'chosen'].filter(Boolean).join(' ') || null }, choice,
        mark?.choices?.includes(index) && h('span', { class: 'hint' }, t('chosen'))))), one.explanation && h('p', { class: 'hint' }, one.explanation));
  }));
}

const endSession = (id, source) => ask({ title: t('End the session?'), action: t('End it'), kind: 'danger', body: t('Without the quiz it has no score.'),
  async act() { await post(`revision-sessions/${id}/end`); source.refresh(); } });
