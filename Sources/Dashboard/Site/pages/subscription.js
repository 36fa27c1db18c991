import { h } from '../dom.js';
import { get, put } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can, seesEverybody } from '../session.js';
import { ask, button, empty, facts, field, head, refusal, section } from '../ui.js';
import { table } from '../table.js';
import { ago, money, number } from '../format.js';

/** What the account subscribed to, what that costs, and where its invoices go. */
export function page(parts, query) {
  const tenant = query.tenant ? { tenant: query.tenant } : {};
  const source = poll((signal) => get('subscription', tenant, signal), { every: 15000 });
  const profile = poll((signal) => get('billing-profile', tenant, signal), { every: 15000 });
  return [
    head(t('Subscription'), { actions: can('PUT /subscription') && !seesEverybody() && [button(t('Change'), () => change(source), { kind: 'primary' })] }),
    () => refusal(source.problem.value),
    () => {
      const one = source.data.value;
      if (!one) return null;
      if (!one.today && !one.changes.length) return section(null, empty(t('No subscription'), t('Nothing is billed and nothing is refused without one.'), can('PUT /subscription') && !seesEverybody() && button(t('Choose a plan'), () => change(source), { kind: 'primary' })));
      return [one.today && h('dl', { class: 'figures' }, [[t('Plan'), one.today.plan], [t('A month'), money(one.today.monthly_cents, one.today.currency)], [t('Users'), number(one.today.users)], [t('Modules'), one.today.modules.join(', ') || '–'], [t('Until'), one.today.ends_on ?? '–']]
        .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value)))),
      section(t('Changes'), table({ caption: t('Changes'), rows: () => one.changes, key: (line) => JSON.stringify(line), columns: [{ label: t('Plan'), kind: 'main', cell: (line) => `${line.plan}, ${t('version {n}', { n: line.version })}` }, { label: t('From'), cell: (line) => line.starts_on }, { label: t('To'), cell: (line) => line.ends_on ?? '–' },
        { label: t('Users'), kind: 'number', cell: (line) => number(line.users) }, { label: t('Modules'), cell: (line) => line.modules.join(', ') }, { label: t('A month'), kind: 'number', cell: (line) => money(line.monthly_cents, line.currency) }, { label: t('Changed'), cell: (line) => ago(line.changed_at) }] }))];
    },
    () => {
      const it = profile.data.value;
      return section(t('Where invoices go'), it?.legal_name ? facts([[t('Name'), it.legal_name], [t('Address'), it.address && [it.address.line1, it.address.line2, `${it.address.postal_code} ${it.address.city}`, it.address.country].filter(Boolean).join(', ')],
        ['SIREN', it.siren], [t('VAT number'), it.vat_number], [t('E-mail'), it.email], [t('Paid by itself'), it.auto_payment ? t('yes') : t('no')]])
        : h('p', { class: 'note' }, t('Nothing is known yet: fill in the billing profile, so that invoices name you rightly.')),
      can('PUT /billing-profile') && !seesEverybody() && h('div', {}, button(t('Edit'), () => changeProfile(it, profile.refresh))));
    },
  ];
}

async function change(source) {
  const plans = (await get('plans', { limit: 50 })).items;
  const now = source.data.peek()?.today;
  ask({ title: t('Change the subscription'), action: t('Subscribe'), body: t('The change is kept with its date; a month that has begun is billed by the day.'),
    fields: [field('plan', t('Plan'), { options: plans.map((plan) => [plan.code, `${plan.name.en} · ${money(plan.price_cents, plan.currency)}`]), value: now?.plan }),
      field('users', t('Users'), { type: 'number', min: 0, required: true, value: now?.users ?? 1 }), field('modules', t('Modules'), { value: now?.modules.join(' ') ?? '', hint: [...new Set(plans.flatMap((plan) => plan.modules.map((one) => one.code)))].join(', ') }),
      field('starts_on', t('From'), { type: 'date', required: true, value: new Date().toISOString().slice(0, 10) })],
    async act({ plan, users, modules, starts_on }) {
      await put('subscription', { plan, users: Number(users), modules: modules.split(/[\s,]+/).filter(Boolean), starts_on });
      source.refresh();
    } });
}

const changeProfile = (it, done) => ask({ title: t('Where invoices go'), action: t('Save'),
  fields: [field('legal_name', t('Name'), { required: true, value: it?.legal_name ?? '' }), field('line1', t('Street'), { required: true, value: it?.address?.line1 ?? '' }),
    field('postal_code', t('Postal code'), { required: true, value: it?.address?.postal_code ?? '' }), field('city', t('City'), { required: true, value: it?.address?.city ?? '' }),
    field('country', t('Country'), { required: true, value: it?.address?.country ?? 'FR', maxlength: 2 }), field('siren', 'SIREN', { value: it?.siren ?? '' }), field('vat_number', t('VAT number'), { value: it?.vat_number ?? '' }), field('email', t('E-mail'), { type: 'email', required: true, value: it?.email ?? '' })],
  async act({ legal_name, line1, postal_code, city, country, siren, vat_number, email }) {
    const more = { ...(siren && { siren }), ...(vat_number && { vat_number }), ...(it?.auto_payment && { auto_payment: it.auto_payment }), ...(it?.time_zone && { time_zone: it.time_zone }), ...(it?.electronic_address && { electronic_address: it.electronic_address }) };
    await put('billing-profile', { legal_name, email, address: { line1, ...(it?.address?.line2 && { line2: it.address.line2 }), postal_code, city, country }, auto_payment: null, ...more });
    done();
  } });
