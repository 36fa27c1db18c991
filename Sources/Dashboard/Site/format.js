import { state, effect, h } from './dom.js';
import { clock, language } from './settings.js';
import { t } from './words.js';

/** The time of now, told again every five seconds to what shows how long ago something is. */
const now = state(Date.now());
setInterval(() => { if (!document.hidden) now.value = Date.now(); }, 5000);

const units = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

const made = new Map();
/** Makers of texts are dear to make: once for each language and options. */
function intl(maker, options) {
  const name = `${maker.name} ${language.value} ${JSON.stringify(options)}`;
  if (!made.has(name)) made.set(name, new maker(language.value === 'fr' ? 'fr-FR' : 'en-GB', options));
  return made.get(name);
}

export const number = (value, options = {}) => value === null || value === undefined ? '–' : intl(Intl.NumberFormat, options).format(value);
export const compact = (value) => number(value, { notation: value >= 10000 ? 'compact' : 'standard', maximumFractionDigits: 1 });
/** Cents of a currency; `digits` of 0 leaves them away. */
export const money = (cents, currency, digits) => cents === null || cents === undefined ? '–'
  : intl(Intl.NumberFormat, { style: 'currency', currency: currency || 'EUR', maximumFractionDigits: digits }).format(cents / 100);
export const percent = (part) => number(part, { style: 'percent', maximumFractionDigits: 0 });

/** Seconds as people say them: 350 ms, 2.4 s, 5 min 10 s, 3 h 20 min. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
  if (seconds < 0.9995) return `${number(Math.round(seconds * 1000))} ms`;
  if (seconds < 60) return `${number(seconds, { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h${whole % 3600 >= 60 ? ` ${Math.floor(whole % 3600 / 60)} min` : ''}`;
  return `${Math.floor(whole / 86400)} ${t('d')}${whole % 86400 >= 3600 ? ` ${Math.floor(whole % 86400 / 3600)} h` : ''}`;
}

const zone = () => (clock.value === 'utc' ? 'UTC' : undefined);
const precise = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' };

/** In the chosen zone, with the zone's name. */
export const exact = (text, timeZone) => intl(Intl.DateTimeFormat, { ...precise, timeZone: timeZone ?? zone() }).format(new Date(text));
export const day = (text) => intl(Intl.DateTimeFormat, { year: 'numeric', month: 'short', day: 'numeric', timeZone: zone() }).format(new Date(text));
export const hour = (text) => intl(Intl.DateTimeFormat, { hour: '2-digit', minute: '2-digit', timeZone: zone() }).format(new Date(text));
export const dayAndHour = (text, timeZone) => intl(Intl.DateTimeFormat, {
  weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: timeZone ?? zone() }).format(new Date(text));

function relative(text, at) {
  const seconds = (new Date(text) - at) / 1000;
  const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  if (Math.abs(seconds) < 5) return t('now');
  return intl(Intl.RelativeTimeFormat, { numeric: 'always', style: language.value === 'fr' ? 'short' : 'narrow' }).format(Math.trunc(seconds / length), unit);
}

/** How long ago, with the exact time in both zones for those who point at it. */
export function ago(text) {
  if (!text) return '–';
  const node = h('time', { datetime: text });
  effect(() => {
    node.textContent = relative(text, now.value);
    node.title = `${exact(text)}\n${new Date(text).toISOString()}`;
  });
  return node;
}

/** The exact time, with the one in UTC for those who point at it. */
export const moment = (text) => text ? h('time', { datetime: text, title: new Date(text).toISOString() }, () => exact(text)) : '–';
