import { h } from '../dom.js';
import { download, get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can, seesEverybody } from '../session.js';
import { here, link, refine } from '../route.js';
import { ask, badge, button, empty, facts, field, head, refusal, section } from '../ui.js';
import { list, table } from '../table.js';
import { ago, day, money, number } from '../format.js';

export const page = ([id], query) => (id ? invoicePage(id) : invoicesPage(query));

/** How an invoice stands, as a colour. */
const tone = (one) => (one.paid_at ? 'paid' : /fail|overdue|echec|retard/i.test(one.status) ? 'failed' : one.kind === 'credit_note' ? 'draft' : 'pending');
const state = (one) => badge(tone(one), t(one.status_label));
const pdf = (one) => button('PDF', () => download(`invoices/${one.id}`, 'application/pdf', `${one.number ?? one.id}.pdf`));

function invoicesPage(query) {
  const source = poll((signal) => get('invoices', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 10000 });
  return [
    head(t('Invoices')),
    h('form', { class: 'filters', onsubmit: (event) => event.preventDefault() }, h('label', { class: 'row' }, h('span', {}, t('Period')), h('input', { type: 'month', name: 'period', value: here.peek().query.period ?? '', onchange: (event) => refine({ period: event.target.value, cursor: '' }) }))),
    list(source, { caption: t('Invoices'), key: (one) => one.id, href: (one) => link('invoices', one.id), columns: [
      { label: t('Number'), kind: 'main', cell: (one) => [h('a', { href: link('invoices', one.id), tabindex: -1 }, one.number ?? t('draft')), one.kind === 'credit_note' && h('span', { class: 'hint' }, t('credit note'))] },
      seesEverybody() && { label: t('Customer'), cell: (one) => one.buyer.legal_name ?? one.tenant.slice(0, 8) },
      { label: t('Period'), cell: (one) => one.period }, { label: t('Status'), cell: state },
      { label: t('Total'), kind: 'number', cell: (one) => money(one.total_cents, one.currency) },
      { label: t('Issued'), cell: (one) => (one.issued_at ? day(one.issued_at) : '–') }, { label: t('Due'), cell: (one) => (one.due_at ? day(one.due_at) : '–') },
      { label: t('Do'), cell: pdf }].filter(Boolean),
    nothing: () => empty(t('No invoices'), t('Invoices stand here once a month was billed.')) }),
  ];
}

function invoicePage(id) {
  const source = poll((signal) => get(`invoices/${id}`, {}, signal), { every: 5000 });
  return [
    () => {
      const one = source.data.value;
      return head(one?.number ?? t('Invoice'), { back: [t('Invoices'), link('invoices')], sub: one && [state(one), one.period], actions: one && [pdf(one),
        button('XML', () => download(`invoices/${id}`, 'application/xml', `${one.number ?? id}.xml`)),
        !one.paid_at && one.kind === 'invoice' && can('POST /invoices/{id}/pay') && button(t('Pay'), () => ask({ title: t('Pay {total}?', { total: money(one.total_cents, one.currency) }), body: t('With the payment method of the billing profile.'), action: t('Pay'),
          async act() { await post(`invoices/${id}/pay`); source.refresh(); } }), { kind: 'primary' }),
        one.kind === 'invoice' && can('POST /invoices/{id}/cancel') && button(t('Cancel with a credit note'), () => ask({ title: t('Cancel this invoice?'), body: t('A credit note takes it back; its number stays.'), action: t('Write the credit note'), kind: 'danger',
          fields: [field('reason', t('Why'), { required: true })], async act({ reason }) { await post(`invoices/${id}/cancel`, { reason }); source.refresh(); } }), { kind: 'danger' })] });
    },
    () => refusal(source.problem.value),
    () => {
      const one = source.data.value;
      return one && [h('dl', { class: 'figures' }, [[t('Total'), money(one.total_cents, one.currency)], [t('Without VAT'), money(one.net_cents, one.currency)], [t('VAT'), money(one.vat_cents, one.currency)], [t('Due'), one.due_at ? day(one.due_at) : '–'], [t('Paid'), one.paid_at ? day(one.paid_at) : '–']]
        .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value)))),
      section(t('Lines'), table({ caption: t('Lines'), rows: () => one.lines, key: (line) => JSON.stringify(line), columns: [{ label: t('What'), kind: 'text', cell: (line) => line.description }, { label: t('Quantity'), kind: 'number', cell: (line) => number(line.quantity) },
        { label: t('Unit price'), kind: 'number', cell: (line) => money(line.unit_price_micros / 1e4, one.currency) }, { label: t('VAT'), kind: 'number', cell: (line) => `${number(line.vat_rate)} %` }, { label: t('From'), cell: (line) => line.from }, { label: t('To'), cell: (line) => line.to }, { label: t('Without VAT'), kind: 'number', cell: (line) => money(line.net_cents, one.currency) }] })),
      one.payments.length > 0 && section(t('Payments'), h('ul', {}, one.payments.map((payment) => h('li', {}, badge(payment.status), ' ', ago(payment.at), ' ', payment.code, ' ', h('span', { class: 'hint' }, payment.text))))),
      one.warnings.length > 0 && section(t('What a complete profile would have'), h('ul', {}, one.warnings.map((warning) => h('li', {}, warning.message))), h('p', {}, h('a', { href: link('subscription') }, t('Subscription')))),
      section(t('From and to'), facts([[t('Seller'), one.seller.legal_name], [t('Customer'), one.buyer.legal_name], [t('Takes back'), one.corrects], [t('Why'), one.reason]]))];
    },
  ];
}
