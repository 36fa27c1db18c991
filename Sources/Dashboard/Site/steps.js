import { h, state } from './dom.js';
import { patch } from './api.js';
import { field, refusal, section } from './ui.js';
import { t } from './words.js';

/** A form of all steps of a path: written, moved, added and taken away, and saved at once. What was typed stays when it is refused. */
export function editSteps(id, steps, saved, cancelled) {
  const problem = state(null);
  const busy = state(false);
  const rows = h('ol', { class: 'lessons' });
  const number = () => [...rows.children].forEach((row, index) => { row.querySelector('legend').textContent = t('Step {n}', { n: index + 1 }); });
  const small = (label, words, act) => h('button', { type: 'button', class: 'quiet', 'aria-label': label, title: label, onclick: act }, words);
  function row(step = {}) {
    const node = h('li', {}, h('fieldset', { class: 'step' }, h('legend', {}),
      h('div', { class: 'pair' }, field('title', t('Title'), { required: true, value: step.title ?? '', maxlength: 200 }), field('minutes', t('Minutes'), { type: 'number', min: 1, max: 600, value: step.minutes ?? '' })),
      field('objective', t('Objective'), { value: step.objective ?? '', maxlength: 500 }), field('content', t('Text'), { lines: 4, value: step.content ?? '' }),
      h('div', { class: 'actions' }, small(t('Up'), '↑', () => { node.previousElementSibling?.before(node); number(); }), small(t('Down'), '↓', () => { node.nextElementSibling?.after(node); number(); }),
        small(t('Take this step away'), t('Remove'), () => { node.remove(); number(); }))));
    return node;
  }
  rows.append(...(steps.length ? steps : [{}]).map(row));
  number();
  const value = (node, name) => node.querySelector(`[name=${name}]`).value.trim();
  const form = h('form', {
    async onsubmit(event) {
      event.preventDefault();
      busy.value = true;
      problem.value = null;
      try {
        await patch(`learning-paths/${id}`, { steps: [...rows.children].map((node) => {
          const step = { title: value(node, 'title') };
          for (const name of ['objective', 'content']) if (value(node, name)) step[name] = value(node, name);
          if (value(node, 'minutes')) step.minutes = Number(value(node, 'minutes'));
          return step;
        }) });
        saved();
      } catch (error) { problem.value = error; } finally { busy.value = false; }
    } },
  rows, () => refusal(problem.value),
  h('div', { class: 'actions' }, h('button', { type: 'button', onclick() { rows.append(row()); number(); rows.lastChild.querySelector('input').focus(); } }, t('Add a step')),
    h('button', { type: 'button', onclick: cancelled }, t('Cancel')), h('button', { class: 'primary', disabled: () => busy.value }, t('Save'))));
  return section(t('Edit the steps'), form);
}
