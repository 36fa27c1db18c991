import { h } from '../dom.js';
import { download, get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { link } from '../route.js';
import { ask, badge, button, empty, field, head, tabs } from '../ui.js';
import { list } from '../table.js';
import { filters } from '../filters.js';
import { ago, number } from '../format.js';
import { detail } from '../finding.js';

/** What should be mended, and how. */
export function page(parts, query) {
  const filter = { status: 'open', ...query };
  const source = poll((signal) => get('findings', { limit: 50, ...filter }, signal), { every: query.cursor ? 0 : 10000 });
  const summary = can('GET /findings/summary') && poll((signal) => get('findings/summary', {}, signal), { every: 15000 });
  return [
    head(t('Findings'), { actions: can('GET /findings/summary') && button('CSV', () => download(`findings?status=${filter.status}`, 'text/csv', 'findings.csv')) }),
    summary && (() => summary.data.value && counts(summary.data.value)),
    tabs(t('Status'), ['open', 'muted', 'closed'].map((status) => [t(status), filter.status === status, link('findings', { ...query, status, cursor: '' })])),
    filters({ names: ['severity', 'rule', 'type'], plain: 'rule', example: 'severity:high' }),
    list(source, { caption: t('Findings'), key: (one) => one.id, columns: columns(source.refresh),
      nothing: () => empty(t('Nothing to mend'), t('The latest scans found nothing of this kind.'), h('a', { class: 'button', href: link('scans') }, t('Scans'))) }),
  ];
}

const counts = (found) => {
  const least = found.complete ? '' : '≥ ';
  return h('dl', { class: 'figures' }, found.by_severity.map((one) => h('div', {}, h('dt', {}, h('a', { href: link('findings', { severity: one.severity }) }, badge(one.severity))), h('dd', {}, least, number(one.open)))));
};

const columns = (refresh) => [
  { label: t('Severity'), cell: (one) => badge(one.severity) },
  { label: t('Finding'), kind: 'text', cell: (one) => detail(one) },
  { label: t('Resource'), cell: (one) => [h('a', { href: link('resources', one.resource.type, one.resource.id) }, one.resource.identifier), h('div', { class: 'hint' }, one.resource.region)] },
  { label: t('Since'), cell: (one) => ago(one.opened_at) },
  { label: t('Do'), cell: (one) => mute(one, refresh) },
];

const mute = (one, refresh) => (one.status === 'muted'
  ? can('POST /findings/{id}/unmute') && button(t('Unmute'), async () => { await post(`findings/${one.id}/unmute`); refresh(); })
  : one.status === 'open' && can('POST /findings/{id}/mute') && button(t('Mute'), () => ask({ title: t('Mute this finding?'), body: t('It is not counted until it is unmuted.'), action: t('Mute'),
    fields: [field('reason', t('Why'), { required: true })], async act({ reason }) { await post(`findings/${one.id}/mute`, { reason }); refresh(); } })));
