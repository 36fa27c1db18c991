import { h } from '../dom.js';
import { get } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { link } from '../route.js';
import { badge, empty, head, tabs } from '../ui.js';
import { list } from '../table.js';
import { filters } from '../filters.js';
import { ago } from '../format.js';
import { identity, nameOf, shown, types, value } from '../inventory.js';

/** What is there, as the latest scans saw it. */
export function page(parts, query) {
  const type = query.type ?? 'ec2_instance';
  const source = poll((signal) => get('resources', { limit: 50, ...query, type }, signal), { every: query.cursor ? 0 : 10000 });
  return [
    head(t('Inventory'), { sub: () => {
      const it = source.data.value?.completeness;
      return it && [it.scanned_at ? [t('As scanned'), ' ', ago(it.scanned_at)] : t('Not scanned yet'), it.scanned_at && !it.complete && badge('incomplete', t('not complete'))];
    } }),
    tabs(t('Types'), types.map(([one, words]) => [words, one === type, link('resources', { type: one, scan: query.scan })])),
    filters({ names: [...shown[type] ?? [], ...identity, 'scan', 'closed'], hidden: [], plain: identity[types.findIndex(([one]) => one === type)], example: `${(shown[type] ?? ['region'])[1]}:…` }),
    () => source.data.value?.completeness.incomplete.length > 0 && h('details', { class: 'note' }, h('summary', {}, t('What is not known')),
      h('ul', {}, source.data.value.completeness.incomplete.map((gap) => h('li', {}, [gap.region, gap.status, gap.reason].filter(Boolean).join(' · '))))),
    list(source, { caption: t('Inventory'), key: (row) => row.id, href: (row) => link('resources', type, row.id),
      columns: [{ label: t('Resource'), kind: 'main', cell: (row) => [h('a', { href: link('resources', type, row.id), tabindex: -1 }, nameOf(row)), row.tags?.Name && h('code', { class: 'hint' }, row.instance_id ?? row.vpc_id)] },
        ...(shown[type] ?? []).map((name) => ({ label: t(name.replaceAll('_', ' ')), cell: (row) => value(row, name) }))],
      nothing: () => empty(t('Nothing found'), t('Start a scan to see what is there, or take a filter away.'), h('a', { class: 'button', href: link('scans') }, t('Scans'))) }),
  ];
}
