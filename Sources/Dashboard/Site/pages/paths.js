import { h } from '../dom.js';
import { get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can, me } from '../session.js';
import { go, link } from '../route.js';
import { ask, badge, bar, empty, field, head } from '../ui.js';
import { list } from '../table.js';
import { ago, number } from '../format.js';
import { loadPeople, nameOf, pick, ticked } from '../people.js';

/** Learning paths: for pupils with how far they are, for others with how they stand. */
export function page(parts, query) {
  const { class: group, ...rest } = query;
  const isPupil = me.value.role === 'student';
  loadPeople();
  const source = poll((signal) => get('learning-paths', { limit: 50, ...rest }, signal), { every: rest.cursor ? 0 : 10000 });
  const start = () => can('POST /learning-paths') && h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: () => askPath(group) }, t('New learning path'));
  if (group) askPath(group);
  return [
    head(t('Learning paths'), { actions: start() }),
    list(source, { caption: t('Learning paths'), key: (one) => one.id, href: (one) => link('learning-paths', one.id), columns: [
      { label: t('Learning path'), kind: 'main', cell: (one) => [h('a', { href: link('learning-paths', one.id), tabindex: -1 }, one.name), h('span', { class: 'hint' }, one.goals.join(' · ').slice(0, 70))] },
      !isPupil && { label: t('Status'), cell: (one) => badge(one.status) },
      { label: t('Level'), cell: (one) => one.level },
      isPupil ? { label: t('Progress'), cell: (one) => one.progress !== undefined && bar(one.progress, `${one.progress} %`, 'good') }
        : { label: t('Pupils'), kind: 'number', cell: (one) => number(one.students) },
      { label: t('Professor'), cell: (one) => nameOf(one.professor_id) },
      { label: t(isPupil ? 'Since' : 'Created'), cell: (one) => ago(isPupil ? one.validated_at : one.created_at) }].filter(Boolean),
    nothing: () => empty(t('No learning paths yet'), isPupil ? t('Your professors give them to you: you learn of each one here and by mail.') : t('A path has steps that pupils revise one after the other, with a tutor. A model may write the steps.'), start()) }),
  ];
}

/** Asks for a new path, with the classes and texts that there are. */
async function askPath(group) {
  const [classes, documents] = await Promise.all([get('classes', { limit: 200 }), get('documents', { limit: 100 })]).then((lists) => lists.map((one) => one.items), () => [[], []]);
  ask({ title: t('New learning path'), action: t('Create'), fields: [
    field('name', t('Name'), { required: true, placeholder: t('Bridges') }),
    field('goals', t('Goals, one a line'), { lines: 3, required: true }),
    h('div', { class: 'pair' }, field('level', t('Level'), { required: true, placeholder: '6e' }), field('language', t('Language'), { options: [['fr', 'Français'], ['en', 'English']] })),
    pick('class', t('Classes'), classes, [group]), pick('document', t('From which texts'), documents.filter((one) => one.status !== 'failed').map((one) => ({ id: one.id, name: one.title }))),
    field('generate', t('Have a model write the steps'), { type: 'checkbox', checked: true }),
    field('steps', t('Own steps, a title a line'), { lines: 3, hint: t('Those that the model writes follow yours.') })],
  async act({ name, goals, level, language, generate, steps }, form) {
    const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);
    const own = lines(steps);
    const made = await post('learning-paths', { name, goals: lines(goals), level, language, class_ids: ticked(form, 'class'), document_ids: ticked(form, 'document'),
      generate: Boolean(generate), ...(own.length && { steps: own.map((title) => ({ title })) }) });
    go('learning-paths', made.id);
  } });
}
