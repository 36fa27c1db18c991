import { h } from './dom.js';
import { badge, copyButton } from './ui.js';
import { tree } from './tree.js';
import { t } from './words.js';

/** Its meaning and its remedy, folded. */
export const detail = (one) => h('details', {}, h('summary', {}, h('b', {}, one.title ?? one.rule)), one.meaning && h('p', {}, one.meaning),
  one.remedy && h('div', { class: 'command' }, h('span', {}, h('b', {}, t('How to mend it: ')), one.remedy), copyButton(one.remedy)), tree(one.evidence, { open: 1 }),
  one.mute_reason && h('p', { class: 'note' }, t('Muted: {why}', { why: one.mute_reason })));

/** Those of one resource. @param {any[]} items */
export const findings = (items) => h('ul', {}, items.map((one) => h('li', {}, badge(one.severity), ' ', badge(one.status), detail(one))));
