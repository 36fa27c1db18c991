import { h } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { me } from '../session.js';
import { link } from '../route.js';
import { empty, head, tabs } from '../ui.js';
import { list } from '../table.js';
import { ago, duration, number } from '../format.js';
import { loadPeople, nameOf } from '../people.js';
import { standing } from './revision.js';

/** Revision sessions: a pupil's own, or those of the paths that one looks after. */
export function page(parts, query) {
  loadPeople();
  const source = poll((signal) => get('revision-sessions', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 5000 });
  const isPupil = me.value.role === 'student';
  return [
    head(t('Revision')),
    tabs(t('Status'), [['', t('All')], ['open', t('goes on')], ['ended', t('ended')]].map(([status, words]) => [words, (query.status ?? '') === status, link('revision-sessions', { ...query, status, cursor: '' })])),
    list(source, { caption: t('Revision'), key: (one) => one.id, href: (one) => link('revision-sessions', one.id), columns: [
      { label: t('Session'), kind: 'main', cell: (one) => [h('a', { href: link('revision-sessions', one.id), tabindex: -1 }, one.path_name ?? t('step {n}', { n: one.step })), one.path_name && h('span', { class: 'hint' }, t('step {n}', { n: one.step }))] },
      !isPupil && { label: t('Pupil'), cell: (one) => nameOf(one.student_id) },
      { label: t('Status'), cell: standing },
      { label: t('Score'), kind: 'number', cell: (one) => (one.score === null || one.score === undefined ? '–' : `${number(one.score)} %`) },
      { label: t('Time'), kind: 'number', cell: (one) => duration(one.seconds) },
      { label: t('Began'), cell: (one) => ago(one.started_at) }].filter(Boolean),
    nothing: () => empty(t('No sessions'), isPupil ? t('Open a learning path and revise one of its steps.') : t('Sessions stand here once pupils revise.'), h('a', { class: 'button', href: link('learning-paths') }, t('Learning paths'))) }),
  ];
}
