import { h } from '../dom.js';
import { get, post, remove } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { go, link } from '../route.js';
import { ask, badge, bar, button, empty, field, head, idText, refusal, section } from '../ui.js';
import { list, table } from '../table.js';
import { ago, number } from '../format.js';

export const page = ([id], query) => (id ? scanPage(id) : scansPage(query));

const isOpen = (scan) => scan.status === 'in_progress' || scan.status === 'queued';

function scansPage(query) {
  const source = poll((signal) => get('scans', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 2000 });
  const start = () => can('POST /scans') && h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: () => askScan((made) => go('scans', made.id)) }, t('New scan'));
  return [head(t('Scans'), { actions: start() }), list(source, {
    caption: t('Scans'), key: (scan) => scan.id, href: (scan) => link('scans', scan.id),
    columns: [
      { label: t('Scan'), kind: 'main', cell: (scan) => [h('a', { href: link('scans', scan.id), tabindex: -1 }, scan.services.join(', ')), h('span', { class: 'hint' }, scan.regions?.join(', ') ?? t('all regions'))] },
      { label: t('Status'), cell: (scan) => badge(scan.status === 'success' && !scan.complete ? 'incomplete' : scan.status) },
      { label: t('Progress'), cell: (scan) => (isOpen(scan) ? bar(scan.progress.percent, t('{n} % done', { n: scan.progress.percent })) : null) },
      { label: t('Resources'), kind: 'number', cell: (scan) => number(scan.total_resources) },
      { label: t('Began'), cell: (scan) => ago(scan.created_at) },
    ],
    nothing: () => empty(t('No scans yet'), t('A scan lists what is in your AWS account and what should be mended. It needs the role of your account.'), start()) })];
}

function askScan(done) {
  ask({ title: t('New scan'), action: t('Start'),
    body: t('All services and all enabled regions, unless you choose fewer.'),
    fields: [h('div', { class: 'row' }, ['ec2', 's3', 'vpc', 'rds'].map((service) => field(service, service.toUpperCase(), { type: 'checkbox', checked: true }))),
      field('regions', t('Regions'), { placeholder: 'eu-west-1 eu-west-3' })],
    async act(values) {
      const body = { provider: 'aws', services: ['ec2', 's3', 'vpc', 'rds'].filter((service) => values[service]) };
      const regions = values.regions.split(/[\s,]+/).filter(Boolean);
      if (regions.length) body.regions = regions;
      done(await post('scans', body));
    } });
}

/** One scan: progress by region as it comes, what could not be read and why, what changed since the one before. */
function scanPage(id) {
  const source = poll((signal) => get(`scans/${id}`, {}, signal), { every: 1500 });
  // Without an earlier scan that succeeded there is nothing to compare with.
  const diff = poll(async (signal) => {
    const before = await get('scans', { limit: 20, cursor: id }, signal);
    return before.items.some((one) => one.status === 'success') ? get(`scans/${id}/diff`, { limit: 50 }, signal) : { items: [] };
  }, { every: 15000 });
  return [
    () => {
      const scan = source.data.value;
      return head(t('Scan'), { back: [t('Scans'), link('scans')], sub: scan && [badge(scan.status), ago(scan.created_at), idText(id)], actions: scan && [
        isOpen(scan) && can('POST /scans/{id}/cancel') && button(t('Cancel'), async () => { await post(`scans/${id}/cancel`); source.refresh(); }, { kind: 'danger' }),
        !isOpen(scan) && can('POST /scans') && button(t('Scan again'), async () => {
          go('scans', (await post('scans', { provider: scan.provider, services: scan.services, ...(scan.regions && { regions: scan.regions }) })).id);
        }, { kind: 'primary' }),
        !isOpen(scan) && can('DELETE /scans/{id}') && button(t('Delete'), () => ask({ title: t('Delete this scan?'), body: t('What it alone found goes with it.'), action: t('Delete'), kind: 'danger',
          async act() { await remove(`scans/${id}`); go('scans'); } }), { kind: 'danger' })] });
    },
    () => refusal(source.problem.value),
    () => {
      const scan = source.data.value;
      return scan && [isOpen(scan) && section(null, h('p', { class: 'lead' }, t('{done} of {all} regions read', { done: scan.progress.regions_finished, all: scan.progress.regions ?? '…' })), bar(scan.progress.percent, t('Progress'))),
        section(t('Services'), table({ caption: t('Services'), rows: () => scan.runs, key: (run) => run.id, columns: [
          { label: t('Service'), kind: 'main', cell: (run) => h('a', { href: link('resources', { scan: id, type: typeOf[run.service] ?? run.service }) }, run.service) },
          { label: t('Status'), cell: (run) => badge(run.status) }, { label: t('Resources'), kind: 'number', cell: (run) => number(run.total_resources) },
          { label: t('Regions'), kind: 'number', cell: (run) => `${run.progress.finished} / ${run.progress.regions ?? '…'}` },
          { label: t('Metrics'), cell: (run) => run.metrics && badge(run.metrics.status) },
          { label: t('Notice'), kind: 'wide', cell: (run) => run.error ?? run.notice }] })),
        section(t('Regions'), table({ caption: t('Regions'), rows: () => scan.completeness, key: (one) => `${one.service} ${one.region}`, columns: [
          { label: t('Service'), cell: (one) => one.service }, { label: t('Region'), kind: 'main', cell: (one) => one.region ?? '–' },
          { label: t('Status'), cell: (one) => badge(one.status === 'ok' ? 'success' : one.status === 'partial' ? 'incomplete' : one.status) },
          { label: t('Resources'), kind: 'number', cell: (one) => number(one.resources) }, { label: t('Reason'), kind: 'wide', cell: (one) => one.reason }] }))];
    },
    section(t('Changed since the scan before'), list(diff, { caption: t('Changes'), key: (one) => `${one.type} ${one.region} ${one.identifier}`, lines: 3, columns: [
      { label: t('Change'), cell: (one) => badge({ added: 'succeeded', removed: 'failed' }[one.change] ?? 'retrying', t(one.change)) },
      { label: t('Resource'), kind: 'main', cell: (one) => (one.id ? h('a', { href: link('resources', one.type, one.id) }, one.identifier) : one.identifier) },
      { label: t('Type'), cell: (one) => one.type }, { label: t('Region'), cell: (one) => one.region },
      { label: t('What'), kind: 'wide', cell: (one) => columns(one.columns) }],
    nothing: () => empty(t('Nothing changed'), t('Or there is no earlier scan of these services to compare with.')) })),
  ];
}

const typeOf = { ec2: 'ec2_instance', s3: 's3_bucket', vpc: 'vpc', rds: 'rds_instance' };
const columns = (changed) => Object.entries(changed ?? {}).map(([name, value]) => h('div', {}, h('b', {}, name), ' ', value && typeof value === 'object' && 'from' in value ? `${JSON.stringify(value.from)} → ${JSON.stringify(value.to)}` : JSON.stringify(value)));
