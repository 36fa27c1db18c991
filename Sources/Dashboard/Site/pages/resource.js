import { effect, h, state } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { here, link } from '../route.js';
import { empty, facts, head, refusal, section } from '../ui.js';
import { chart } from '../chart.js';
import { ago } from '../format.js';
import { nameOf, value } from '../inventory.js';
import { findings } from '../finding.js';

/** One resource: what is known of it, what was found, and its charts. */
export function page([type, id]) {
  const source = poll((signal) => get(`resources/${type}/${id}`, {}, signal), { every: 30000 });
  const names = state([]);
  get('providers').then((found) => {
    const known = found.items.flatMap((provider) => provider.services.flatMap((service) => service.resource_types)).find((one) => one.type === type);
    names.value = known?.metrics ?? [];
  }, () => {});
  return [
    () => head(source.data.value ? nameOf(source.data.value) : t('Resource'), { back: [t('Inventory'), link('resources', { type })], sub: source.data.value && `${type} · ${source.data.value.region}` }),
    () => refusal(source.problem.value),
    () => {
      const row = source.data.value;
      return row && section(t('What is known'), facts(Object.keys(row).filter((name) => !['findings', 'id'].includes(name) && !name.endsWith('_reason')).map((name) => [t(name.replaceAll('_', ' ')), /_at$|timestamp/.test(name) ? ago(row[name]) : value(row, name)])));
    },
    () => source.data.value?.findings.length > 0 && section(t('Findings'), findings(source.data.value.findings)),
    () => names.value.length > 0 && metrics(type, id, names.value),
  ];
}

/** The charts of seven days, one at a time: what is chosen stands in the address. */
function metrics(type, id, all) {
  const chosen = all.find((one) => one.name === here.peek().query.metric) ?? all[0];
  const source = poll((signal) => get(`resources/${type}/${id}/metrics`, { name: chosen.name }, signal), { every: 60000 });
  const made = h('div', {});
  effect(() => {
    const it = source.data.value;
    made.replaceChildren(...(it ? [it.points.some((point) => point.value !== null)
      ? chart({ title: chosen.name, times: it.points.map((point) => point.time), series: [{ name: `${chosen.name} (${it.unit})`, values: it.points.map((point) => point.value) }], height: 180 })
      : empty(t('No points in these seven days'), it.reading?.reason ?? t('They are read with each scan, unless it was asked for without metrics.'))] : []));
  });
  return section(t('Seven days'), h('div', { class: 'tabs' }, all.map((one) => h('a', { href: link('resources', type, id, { metric: one.name }), 'aria-current': one === chosen ? 'page' : null }, one.name.replaceAll('_', ' ')))),
    () => refusal(source.problem.value), made);
}
