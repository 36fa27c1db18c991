import { derived, effect, h, state } from '../dom.js';
import { get, post, remove } from '../api.js';
import { follow, poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { go, link } from '../route.js';
import { badge, button, copyButton, empty, facts, field, head, ask, idText, refusal, section, tabs } from '../ui.js';
import { list, table } from '../table.js';
import { ago, duration, moment, number } from '../format.js';
import { tree } from '../tree.js';

export const page = ([id], query) => (id ? generationPage(id) : generationsPage(query));

const types = ['learning_path', 'context', 'answer', 'quiz', 'quiz_evaluation', 'recommendation'];
const isOpen = (one) => one.status === 'queued' || one.status === 'running';
const subject = (one) => one.input?.question ?? one.input?.subject ?? one.input?.topic ?? '';

function generationsPage(query) {
  const source = poll((signal) => get('generations', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 3000 });
  const start = () => can('POST /generations') && h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: askGeneration }, t('Ask'));
  return [
    head(t('Generations'), { actions: start() }),
    tabs(t('Type'), [[t('All'), !query.type, link('generations', { ...query, type: '' })], ...types.map((type) => [t(type.replaceAll('_', ' ')), query.type === type, link('generations', { ...query, type, cursor: '' })])]),
    list(source, { caption: t('Generations'), key: (one) => one.id, href: (one) => link('generations', one.id), columns: [
      { label: t('Generation'), kind: 'main', cell: (one) => [h('a', { href: link('generations', one.id), tabindex: -1 }, t(one.type.replaceAll('_', ' '))), h('span', { class: 'hint' }, subject(one).slice(0, 70))] },
      { label: t('Status'), cell: (one) => badge(one.status) }, { label: t('Model'), cell: (one) => one.model },
      { label: t('Tokens'), kind: 'number', cell: (one) => number(one.usage.prompt_tokens + one.usage.completion_tokens) },
      { label: t('Cost'), kind: 'number', cell: (one) => cost(one.cost_micros) }, { label: t('Asked'), cell: (one) => ago(one.created_at) }],
    nothing: () => empty(t('No generations yet'), t('Ask a question, or have a learning path or a quiz written.'), start()) }),
  ];
}

const cost = (micros) => (micros ? number(micros / 1e6, { minimumFractionDigits: 2, maximumFractionDigits: 6 }) : '–');

/** One generation, watched as it is written. */
function generationPage(id) {
  const source = poll((signal) => get(`generations/${id}`, {}, signal), { every: 3000 });
  const written = state('');
  const job = derived(() => (source.data.value && isOpen(source.data.value) && can('GET /events') ? source.data.value.job_id : null));
  effect(() => {
    if (!job.value) return;
    follow(`job:${job.value}`, { status: () => source.refresh(), done: () => source.refresh(), reset: () => { written.value = ''; },
      chunk: (data) => { written.value = written.peek() + (data.text ?? ''); } });
  });
  return [
    () => {
      const one = source.data.value;
      return head(one ? t(one.type.replaceAll('_', ' ')) : t('Generation'), { back: [t('Generations'), link('generations')], sub: one && [badge(one.status), idText(id)], actions: one && isOpen(one) && can('DELETE /generations/{id}')
        && button(t('Cancel'), async () => { await remove(`generations/${id}`); source.refresh(); }, { kind: 'danger' }) });
    },
    () => refusal(source.problem.value),
    () => source.data.value?.error && h('div', { class: 'refusal' }, h('b', {}, source.data.value.error_code), ' ', source.data.value.error),
    () => source.data.value && isOpen(source.data.value) && section(t('As it comes'), h('p', { class: 'prose', 'aria-busy': 'true' }, written.value || '…')),
    () => {
      const one = source.data.value;
      if (!one) return null;
      const text = typeof one.output === 'string' ? one.output : one.output?.text ?? one.output?.answer;
      return [one.output !== null && section(t('Answer'), text ? [h('p', { class: 'prose' }, text), h('div', {}, copyButton(text))] : tree(one.output, { open: 3 })),
        one.citations.length > 0 && section(t('Cited'), h('ul', {}, one.citations.map((cited) => h('li', {}, h('q', {}, cited.quote), ' ', h('code', { class: 'hint' }, cited.document_id.slice(0, 8)))))),
        h('div', { class: 'columns' }, section(t('Asked'), tree(one.input)),
          section(t('How it was made'), facts([[t('Model'), one.model], [t('Prompt'), one.prompt_version], [t('Tokens in, out'), `${number(one.usage.prompt_tokens)}, ${number(one.usage.completion_tokens)}`], [t('Cost'), cost(one.cost_micros)],
            [t('Took'), duration(one.latency_ms / 1000)], [t('Cut short'), one.truncated && t('yes')], [t('Job'), can('GET /jobs/{id}') && h('a', { href: link('jobs', one.job_id) }, one.job_id.slice(-8))]]))),
        one.attempts?.length > 0 && section(t('Calls'), table({ caption: t('Calls'), rows: () => one.attempts, key: (call) => call.at, columns: [{ label: t('Time'), kind: 'main', cell: (call) => moment(call.at) }, { label: t('Outcome'), cell: (call) => badge(call.outcome) },
          { label: t('Code'), cell: (call) => call.code }, { label: t('Tokens'), kind: 'number', cell: (call) => `${number(call.prompt_tokens)}, ${number(call.completion_tokens)}` }, { label: t('Took'), kind: 'number', cell: (call) => duration(call.latency_ms / 1000) }] }))];
    },
  ];
}

async function askGeneration() {
  let documents = [];
  try { documents = (await get('documents', { limit: 100 })).items.filter((one) => one.status === 'ready'); } catch { /* a topic will do */ }
  ask({ title: t('Ask'), action: t('Ask'), fields: [
    field('type', t('What'), { options: [['answer', t('Answer to a question')], ['quiz', t('Quiz about a topic')], ['learning_path', t('Learning path')]] }),
    field('text', t('Question, topic or subject'), { lines: 4, required: true }),
    field('document', t('From which text'), { options: [['', t('none')], ...documents.map((one) => [one.id, one.title])] }),
    field('level', t('Level'), { placeholder: t('for a quiz or a path') }), field('language', t('Language'), { options: [['fr', 'Français'], ['en', 'English']] })],
  async act({ type, text, document, level, language }) {
    const ids = document ? { document_ids: [document] } : {};
    const input = { answer: { question: text, allowed: ['explanation', 'hint', 'example', 'solution'] }, quiz: { topic: text, count: 5, level: level || t('beginner'), kinds: ['single'] },
      learning_path: { subject: text, level: level || t('beginner'), goals: [text] } }[type];
    go('generations', (await post('generations', { type, input: { ...input, ...ids, language } })).id);
  } });
}
