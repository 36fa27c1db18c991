import { h, effect } from '../dom.js';
import { get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { go, link } from '../route.js';
import { ask, badge, bar, empty, facts, field, head, idText, refusal, section } from '../ui.js';
import { list, table } from '../table.js';
import { chart } from '../chart.js';
import { ago, money, number } from '../format.js';

export const page = ([id], query) => (id ? runPage(id) : billingPage(query));

function billingPage(query) {
  const source = poll((signal) => get('billing/runs', { limit: 20, ...query }, signal), { every: query.cursor ? 0 : 5000 });
  const indicators = poll((signal) => get('billing/indicators', {}, signal), { every: 30000 });
  const place = h('div', {});
  effect(() => { place.replaceChildren(...(indicators.data.value?.currencies ?? []).map(ofCurrency)); });
  return [
    head(t('Billing'), { actions: can('POST /billing/runs') && [h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: askRun }, t('Bill a month'))] }),
    () => refusal(indicators.problem.value),
    place,
    section(t('Runs'), list(source, { caption: t('Runs'), key: (run) => run.id, href: (run) => link('billing', run.id), lines: 4, columns: [
      { label: t('Month'), kind: 'main', cell: (run) => [h('a', { href: link('billing', run.id), tabindex: -1 }, run.period), run.dry_run && h('span', { class: 'hint' }, t('trial'))] },
      { label: t('Status'), cell: (run) => badge(run.status) }, { label: t('Schools'), kind: 'number', cell: (run) => number(run.schools) }, { label: t('Invoiced'), kind: 'number', cell: (run) => number(run.invoiced) },
      { label: t('Skipped'), kind: 'number', cell: (run) => number(run.skipped) }, { label: t('Failed'), kind: 'number', cell: (run) => number(run.failures) },
      { label: t('Total'), kind: 'number', cell: (run) => run.totals.map((one) => money(one.cents, one.currency)).join(', ') || '–' }, { label: t('Began'), cell: (run) => ago(run.created_at) }],
    nothing: () => empty(t('No month was billed yet'), t('A trial shows what would be invoiced, and writes nothing.')) })),
  ];
}

function ofCurrency(one) {
  const cents = (value) => money(value, one.currency);
  return h('div', { class: 'panel' },
    h('dl', { class: 'figures' }, [[t('Recurring a month'), one.mrr_cents], [t('Issued'), one.issued_cents], [t('Collected'), one.collected_cents], [t('Outstanding'), one.outstanding_cents], [t('Overdue above 60 days'), one.overdue.d61_]]
      .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, cents(value))))),
    one.by_month.length > 0 && h('div', {}, h('h2', {}, t('By month')), chart({ title: t('By month'), times: one.by_month.map((month) => `${month.month}-01T00:00:00Z`), bars: true, label: (time) => time.slice(0, 7), format: (value) => money(value, one.currency, 0), series: [
      { name: t('collected'), values: one.by_month.map((month) => month.collected_cents), tone: 1 }, { name: t('outstanding'), values: one.by_month.map((month) => month.outstanding_cents), tone: 3 }] })),
    one.by_plan.length > 0 && table({ caption: t('By plan'), rows: () => one.by_plan, key: (plan) => plan.plan ?? '', columns: [{ label: t('Plan'), kind: 'main', cell: (plan) => plan.plan ?? '–' }, { label: t('Recurring a month'), kind: 'number', cell: (plan) => cents(plan.mrr_cents) }, { label: t('Issued'), kind: 'number', cell: (plan) => cents(plan.issued_cents) },
      { label: t('Collected'), kind: 'number', cell: (plan) => cents(plan.collected_cents) }, { label: t('Outstanding'), kind: 'number', cell: (plan) => cents(plan.outstanding_cents) }] }));
}

function askRun() {
  const before = new Date();
  before.setUTCDate(0);
  ask({ title: t('Bill a month'), action: t('Begin'), body: t('A school is invoiced once for a month, however often it is billed.'),
    fields: [field('period', t('Month'), { type: 'month', required: true, value: before.toISOString().slice(0, 7) }), field('dry_run', t('Trial: show what would be, write nothing'), { type: 'checkbox', checked: true })],
    async act({ period, dry_run }) { go('billing', (await post('billing/runs', { period, dry_run: Boolean(dry_run) })).id); } });
}

function runPage(id) {
  const source = poll((signal) => get(`billing/runs/${id}`, {}, signal), { every: 2000 });
  return [
    () => head(source.data.value ? t('Billing of {month}', { month: source.data.value.period }) : t('Billing'), { back: [t('Billing'), link('billing')], sub: source.data.value && [badge(source.data.value.status), source.data.value.dry_run && t('trial'), idText(id)] }),
    () => refusal(source.problem.value),
    () => {
      const run = source.data.value;
      return run && [section(null, bar(((run.invoiced + run.skipped + run.failures) / Math.max(1, run.schools)) * 100, t('Progress'), run.failures ? 'warn' : 'good'), facts([[t('Schools'), number(run.schools)], [t('Invoiced'), number(run.invoiced)], [t('Skipped'), number(run.skipped)], [t('Failed'), number(run.failures)],
        [t('Total'), run.totals.map((one) => money(one.cents, one.currency)).join(', ') || '–'], [t('Job'), h('a', { href: link('jobs', run.job_id) }, run.job_id.slice(-8))], [t('Cut short'), run.cut_short]])),
      run.failed.length > 0 && section(t('Failed'), h('ul', {}, run.failed.map((one) => h('li', {}, h('code', {}, one.tenant.slice(0, 8)), ' ', one.reason)))),
      run.invoices?.length > 0 && section(t('What would be invoiced'), table({ caption: t('What would be invoiced'), rows: () => run.invoices, key: (one) => one.invoice.id, columns: [{ label: t('Customer'), kind: 'main', cell: (one) => one.invoice.buyer.legal_name ?? one.invoice.tenant.slice(0, 8) },
        { label: t('Total'), kind: 'number', cell: (one) => money(one.invoice.total_cents, one.invoice.currency) }, { label: t('Warnings'), kind: 'wide', cell: (one) => one.warnings.join(', ') }] }))];
    },
  ];
}
