import { h, state } from './dom.js';
import { dayAndHour, hour, number } from './format.js';
import { t } from './words.js';

// Charts as SVG: lines or bars over time. What is not known is a gap, never a zero.

const width = 600;

/** A round number at or above the largest value, so that lines of the grid have round numbers. */
function ceiling(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value * 1.02) ?? value;
}

/** The path of a line, broken where a value is not known. */
function line(values, x, y) {
  let path = '';
  let isDown = false;
  values.forEach((value, index) => {
    if (value === null || value === undefined) { isDown = false; return; }
    path += `${isDown ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    isDown = true;
  });
  return path;
}

/** Values that stand alone between gaps: dots, since no line leads to them. */
const alone = (values, x, y) => values.map((value, index) => (isKnown(value) && !isKnown(values[index - 1]) && !isKnown(values[index + 1]) ? `M${x(index).toFixed(1)} ${y(value).toFixed(1)}h.01` : '')).join('');

const isKnown = (value) => value !== null && value !== undefined;

/** The same as an area down to zero, each unbroken part by itself. */
function area(values, x, y, bottom) {
  let path = '';
  for (let from = 0; from < values.length; from++) {
    if (values[from] === null || values[from] === undefined) continue;
    let to = from;
    while (to + 1 < values.length && values[to + 1] !== null && values[to + 1] !== undefined) to++;
    path += `M${x(from).toFixed(1)} ${bottom}`;
    for (let index = from; index <= to; index++) path += `L${x(index).toFixed(1)} ${y(values[index]).toFixed(1)}`;
    path += `L${x(to).toFixed(1)} ${bottom}Z`;
    from = to;
  }
  return path;
}

/**
 * @param {{title: string, times: string[], series: {name: string, values: (number | null)[], tone?: number}[], height?: number,
 *   format?: (value: number) => string, bars?: boolean,
 *   most?: number, label?: (time: string) => string}} chart bars stand on one another
 */
export function chart({ title, times, series, height = 150, label, format = (value) => number(value, { maximumFractionDigits: 2 }), bars = false, most }) {
  const count = times.length;
  const sums = times.map((time, index) => series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0));
  const top = most ?? ceiling(Math.max(0, ...(bars ? sums : series.flatMap((one) => one.values.filter((value) => value !== null)))));
  // A few bars stay as narrow as many.
  const step = width / Math.max(bars ? 12 : 1, count);
  const x = (index) => (bars ? index * step : count < 2 ? width / 2 : (index * width) / (count - 1));
  const y = (value) => height - (value / top) * height;
  const at = state(-1);
  const tone = (one, index) => `tone${one.tone ?? index % 6}`;
  const floor = new Float64Array(count);
  const shapes = series.map((one, index) => (bars
    ? h('g', { class: tone(one, index) }, one.values.map((value, place) => {
      if (!value) return null;
      const low = floor[place];
      floor[place] += value;
      return h('rect', { class: 'block', x: (x(place) + step * .1).toFixed(2), width: (step * .8).toFixed(2), y: y(low + value).toFixed(1), height: ((value / top) * height).toFixed(1) });
    }))
    : h('g', { class: tone(one, index) }, series.length < 3 && h('path', { class: 'area', d: area(one.values, x, y, height) }), h('path', { class: 'line', d: line(one.values, x, y) }), h('path', { class: 'line dots', d: alone(one.values, x, y) }))));
  const shown = (index) => (index < 0 ? count - 1 : index);
  const move = (index) => { at.value = Math.max(0, Math.min(count - 1, index)); };
  const plot = h('div', {
    class: 'plot', tabindex: 0, role: 'group', 'aria-label': `${title}. ${t('Arrow keys read its values.')}`,
    onpointermove(event) {
      const box = svg.getBoundingClientRect();
      const part = (event.clientX - box.left) / box.width;
      move(bars ? Math.floor((part * width) / step) : Math.round(part * (count - 1)));
    },
    onpointerleave() { at.value = -1; },
    onblur() { at.value = -1; },
    onkeydown(event) {
      const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
      if (!by) return;
      event.preventDefault();
      move(shown(at.peek()) + by);
    } });
  const svg = h('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', style: { height: `${height}px` } },
    [0, .5, 1].map((part) => h('line', { class: 'grid', x1: 0, x2: width, y1: height * part, y2: height * part })), shapes,
    () => at.value >= 0 && h('line', { class: 'mark-line', x1: x(at.value) + (bars ? step / 2 : 0), x2: x(at.value) + (bars ? step / 2 : 0), y1: 0, y2: height }));
  plot.append(...[1, .5, 0].map((part) => h('span', { class: 'y', style: { top: `${(1 - part) * height}px` }, 'aria-hidden': 'true' }, format(top * part))), svg);
  const when = (index) => (label ? label(times[index]) : count && new Date(times.at(-1)) - new Date(times[0]) > 86400000 ? dayAndHour(times[index]) : hour(times[index]));
  return h('figure', { class: 'chart', style: { margin: '0' } },
    h('figcaption', { class: 'off' }, title),
    h('div', { class: 'legend' }, () => [h('span', {}, at.value >= 0 ? when(at.value) : t('latest')), series.map((one, index) => h('span', { class: tone(one, index) },
      h('i', {}), `${one.name} `, h('b', {}, one.values[shown(at.value)] === null || one.values[shown(at.value)] === undefined ? '–' : format(one.values[shown(at.value)]))))]),
    plot,
    h('div', { class: 'x', 'aria-hidden': 'true', style: { width: `calc(48px + (100% - 48px) * ${bars ? (count * step) / width : 1})` } },
      count > 0 && [...new Set([0, Math.floor(count / 2), count - 1])].map((index) => h('span', {}, when(index)))),
    h('details', { ontoggle(event) {
      if (event.target.open && event.target.childElementCount === 1) event.target.append(numbers(title, times, series, format));
    } }, h('summary', {}, t('As a table'))));
}

/** The same numbers, for those who read them. */
const numbers = (title, times, series, format) => h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, h('table', {}, h('thead', {}, h('tr', {},
  h('th', { scope: 'col' }, t('Time')), series.map((one) => h('th', { scope: 'col', class: 'number' }, one.name)))),
h('tbody', {}, times.map((time, index) => h('tr', {}, h('td', {}, dayAndHour(time)), series.map((one) =>
  h('td', { class: 'number' }, one.values[index] === null || one.values[index] === undefined ? '–' : format(one.values[index]))))))));
