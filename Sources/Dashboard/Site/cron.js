import { t } from './words.js';
import { language } from './settings.js';

// The commonest cron expressions in words; any other is shown as it is.

const name = (number, options, date) => new Intl.DateTimeFormat(language.value, { ...options, timeZone: 'UTC' }).format(date(number));
/** 4 January 1970 was a Sunday. */
const weekday = (number) => name(number, { weekday: 'long' }, (one) => new Date(Date.UTC(1970, 0, 4 + (one % 7))));
const month = (number) => name(number, { month: 'long' }, (one) => new Date(Date.UTC(1970, one - 1, 1)));
const isNumber = (text) => /^\d+$/.test(text);
const clock = (hour, minute) => `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
const nicknames = { '@hourly': '0 * * * *', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@weekly': '0 0 * * 0', '@monthly': '0 0 1 * *', '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *' };

export function inWords(cron) {
  const fields = (nicknames[cron] ?? cron).trim().split(/\s+/);
  if (fields.length !== 5) return cron;
  const [minute, hour, day, monthField, week] = fields;
  const every = (field) => field.match(/^\*\/(\d+)$/)?.[1];
  const anyDay = day === '*' && monthField === '*';
  if (anyDay && week === '*' && hour === '*') {
    if (minute === '*') return t('every minute');
    if (every(minute)) return t('every {n} minutes', { n: every(minute) });
    if (isNumber(minute)) return minute === '0' ? t('every hour') : t('every hour, {n} minutes past', { n: minute });
  }
  if (anyDay && week === '*' && every(hour) && isNumber(minute)) return t('every {n} hours', { n: every(hour) });
  if (!isNumber(minute) || !isNumber(hour)) return cron;
  const time = clock(hour, minute);
  if (anyDay && week === '*') return t('every day at {time}', { time });
  if (anyDay && isNumber(week)) return t('every {day} at {time}', { day: weekday(Number(week)), time });
  if (anyDay && /^(1-5|mon-fri)$/i.test(week)) return t('Monday to Friday at {time}', { time });
  if (isNumber(day) && week === '*' && monthField === '*') return t('on day {n} of each month at {time}', { n: day, time });
  if (isNumber(day) && isNumber(monthField) && week === '*') return t('on {n} {month} at {time}', { n: day, month: month(Number(monthField)), time });
  return cron;
}
