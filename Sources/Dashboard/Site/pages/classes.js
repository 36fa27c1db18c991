import { h } from '../dom.js';
import { get, patch, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { go, link } from '../route.js';
import { ask, button, empty, field, head, refusal, section } from '../ui.js';
import { list } from '../table.js';
import { ago, number } from '../format.js';
import { loadPeople, nameOf, peopleOf, pick, ticked } from '../people.js';

export const page = ([id], query) => (id ? classPage(id) : classesPage(query));

const names = (ids) => ids.map((id, index) => [index ? ', ' : '', nameOf(id)]);

function classesPage(query) {
  loadPeople();
  const source = poll((signal) => get('classes', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 15000 });
  const start = () => can('POST /classes') && h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: () => askClass(null, (made) => go('classes', made.id)) }, t('New class'));
  return [
    head(t('Classes'), { actions: start() }),
    list(source, { caption: t('Classes'), key: (one) => one.id, href: (one) => link('classes', one.id), columns: [
      { label: t('Class'), kind: 'main', cell: (one) => h('a', { href: link('classes', one.id), tabindex: -1 }, one.name) },
      { label: t('Pupils'), kind: 'number', cell: (one) => number(one.student_ids.length) },
      { label: t('Professors'), kind: 'text', cell: (one) => names(one.professor_ids) },
      { label: t('Created'), cell: (one) => ago(one.created_at) }],
    nothing: () => empty(t('No classes yet'), t('A class has pupils and their professors: a learning path is given to whole classes.'), start()) }),
  ];
}

function classPage(id) {
  loadPeople();
  const source = poll((signal) => get(`classes/${id}`, {}, signal), { every: 15000 });
  const people = (words, ids) => section(words, ids.length ? h('ul', { class: 'people' }, ids.map((one) => h('li', {}, nameOf(one)))) : h('p', { class: 'note' }, t('Nobody yet')));
  return [
    () => {
      const one = source.data.value;
      return head(one?.name ?? t('Class'), { back: [t('Classes'), link('classes')], sub: one && t('{n} pupils', { n: number(one.student_ids.length) }), actions: one && [
        can('POST /learning-paths') && h('a', { class: 'button', href: link('learning-paths', { class: id }) }, t('New learning path')),
        can('PATCH /classes/{id}') && button(t('Edit'), () => askClass(one, source.refresh), { kind: 'primary' })] });
    },
    () => refusal(source.problem.value),
    () => source.data.value && h('div', { class: 'columns' }, people(t('Pupils'), source.data.value.student_ids), people(t('Professors'), source.data.value.professor_ids)),
  ];
}

async function askClass(one, done) {
  await loadPeople();
  ask({ title: one ? t('Edit {name}', { name: one.name }) : t('New class'), action: t(one ? 'Save' : 'Create'),
    fields: [field('name', t('Name'), { required: true, value: one?.name ?? '', placeholder: '6e A' }),
      pick('student', t('Pupils'), peopleOf('student'), one?.student_ids), pick('professor', t('Professors'), peopleOf('professor'), one?.professor_ids)],
    async act({ name }, form) {
      // Those who are not shown by name stay.
      const others = (role, ids = []) => ids.filter((id) => !peopleOf(role).some((known) => known.id === id));
      const body = { name, student_ids: [...ticked(form, 'student'), ...others('student', one?.student_ids)], professor_ids: [...ticked(form, 'professor'), ...others('professor', one?.professor_ids)] };
      done(one ? await patch(`classes/${one.id}`, body) : await post('classes', body));
    } });
}
