import { h } from './dom.js';
import { clock, language, theme } from './settings.js';
import { load, t } from './words.js';

function choice(label, setting, options, change = (value) => { setting.value = value; }) {
  return h('label', {}, h('span', { class: 'off' }, label),
    h('select', { 'aria-label': label, value: () => setting.value, onchange(event) { change(event.target.value); } },
      options.map(([value, words]) => h('option', { value }, words))));
}

/** Language, theme, and the zone of times. */
export const choices = () => [
  choice(t('Language'), language, [['en', 'English'], ['fr', 'Français']], async (value) => {
    await load(value);
    language.value = value;
  }),
  choice(t('Theme'), theme, [['', t('System')], ['light', t('Light')], ['dark', t('Dark')]]),
  choice(t('Times'), clock, [['local', t('My time')], ['utc', 'UTC']]),
];
