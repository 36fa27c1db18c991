import { h } from '../dom.js';
import { get, patch, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { link } from '../route.js';
import { ask, badge, bar, button, empty, field, head, refusal, section } from '../ui.js';
import { list } from '../table.js';
import { ago, number, percent } from '../format.js';
import { pauseButton, queueState } from './queues.js';

/** One queue: who waits in it and what share each gets, which limits hold, what is paused. */
export function page([name]) {
  const source = poll((signal) => get(`queues/${name}`, {}, signal), { every: 3000 });
  const tenants = can('GET /queues/{name}/tenants') && poll((signal) => get(`queues/${name}/tenants`, {}, signal), { every: 3000 });
  const changeable = can('PATCH /queues/{name}');
  return [
    head(name, { back: [t('Queues'), link('queues')], sub: () => source.data.value && queueState(source.data.value), actions: () => {
      const queue = source.data.value;
      return queue && [pauseButton(queue, source), can('POST /queues/{name}/pause') && button(t('Pause a kind'), () => pauseKind(queue, source)),
        changeable && h('span', {}, button(t('Add a limit'), () => askLimit(name, source), { kind: 'primary' }))];
    } }),
    () => refusal(source.problem.value),
    () => {
      const queue = source.data.value;
      return queue && h('dl', { class: 'figures' }, [[t('Ready'), queue.ready], [t('Running'), queue.running], [t('Due later'), queue.scheduled], [t('Tenants'), queue.tenants]]
        .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value === null ? '–' : number(value)))),
      h('div', {}, h('dt', {}, t('Oldest ready')), h('dd', {}, ago(queue.oldest_ready_at))));
    },
    () => {
      const queue = source.data.value;
      return queue?.paused_kinds.length > 0 && section(t('Paused kinds'), h('div', { class: 'row' }, queue.paused_kinds.map((kind) => h('span', { class: 'chip' }, kind,
        can('POST /queues/{name}/resume') && h('button', { type: 'button', 'aria-label': t('Resume {kind}', { kind }), onclick: async () => { await post(`queues/${name}/resume`, { kind }); source.refresh(); } }, '×')))));
    },
    tenants && section(t('Tenants in line'), list(tenants, {
      caption: t('Tenants in line'), key: (one) => one.tenant, lines: 3,
      columns: [
        { label: t('Tenant'), kind: 'main', cell: (one) => h('a', { href: link('jobs', { queue: name, tenant: one.tenant }), title: one.tenant }, one.tenant.slice(0, 8)) },
        { label: t('Ready'), kind: 'number', cell: (one) => number(one.ready) }, { label: t('Running'), kind: 'number', cell: (one) => number(one.running) },
        { label: t('Weight'), kind: 'number', cell: (one) => number(one.weight) },
        { label: t('Share over fair share'), cell: (one) => share(one) },
        changeable && { label: t('Do'), cell: (one) => button(t('Weight'), () => askWeight(name, one, source)) },
      ].filter(Boolean),
      nothing: () => (source.data.value?.ready > 0 ? empty(t('All that waits is held back'), t('A limit or a pause holds it: see below.')) : empty(t('Nobody waits here'), t('Tenants stand here while they have jobs that are ready or running.'))) })),
    () => source.data.value && section(t('Limits that hold jobs back now'), holding(source.data.value.at_limit)),
    () => source.data.value && section(t('Limits'), limits(source.data.value, name, source, changeable)),
  ];
}

function share(one) {
  const value = one.ratio;
  if (value === null) return '–';
  return h('span', { class: 'row' }, h('span', {}, percent(value)), bar(value * 50, t('{n} of its fair share', { n: percent(value) }), value < .8 ? 'warn' : 'good'));
}

function holding(usages) {
  if (!usages) return h('p', { class: 'note' }, t('The dispatcher does not answer just now.'));
  if (!usages.length) return h('p', { class: 'note' }, t('None.'));
  return h('ul', {}, usages.map((one) => h('li', {}, badge('retrying', [t(one.scope), one.subject?.slice(0, 8), one.kind].filter(Boolean).join(' ')), ' ',
    t('{running} of {limit} run, {waiting} lines wait', { running: one.running, limit: one.limit ?? '–', waiting: one.waiting_lines }))));
}

const words = (rule) => [rule.running !== undefined && t('{n} at once', { n: rule.running }),
  rule.starts !== undefined && (rule.starts === 'unlimited' ? t('any rate') : t('{n} starts a second', { n: rule.starts.per_second })),
  rule.weight !== undefined && t('weight {n}', { n: rule.weight }), rule.paused && t('paused')].filter(Boolean).join(', ');

/** Every rule as a line, with the merge patch that takes it away. */
function rules(limits) {
  const found = [];
  function take(rule, path, target) {
    if (words(rule)) found.push({ target, words: words(rule), removal: path.reduceRight((inner, key) => ({ [key]: inner }), null), path });
    for (const [group, label] of [['tenants', t('tenant')], ['keys', t('key')], ['kinds', t('kind')]]) {
      for (const [name, inner] of Object.entries(rule[group] ?? {})) take(inner, [...path, group, name], `${target ? `${target}, ` : ''}${label} ${name}`);
    }
    if (rule.each_tenant) take(rule.each_tenant, [...path, 'each_tenant'], `${target ? `${target}, ` : ''}${t('each tenant')}`);
    if (rule.each_key) take(rule.each_key, [...path, 'each_key'], `${target ? `${target}, ` : ''}${t('each key')}`);
  }
  take(limits ?? {}, [], '');
  return found;
}

function limits(queue, name, source, changeable) {
  const line = (rule, isOwn) => h('div', {}, h('dt', {}, rule.target || t('the whole queue'), !isOwn && ` · ${t('by its program')}`), h('dd', {}, rule.words,
    isOwn && changeable && rule.path.length > 0 && h('button', { type: 'button', class: 'quiet', onclick: async () => { await patch(`queues/${name}`, rule.removal); source.refresh(); } }, t('Remove'))));
  const own = rules(queue.limits);
  const declared = rules(queue.declared);
  if (!own.length && !declared.length) return empty(t('No limits'), t('A limit holds over the whole fleet: jobs at once, or starts a second, for a tenant, a kind or a key.'));
  return h('dl', { class: 'facts' }, own.map((rule) => line(rule, true)), declared.map((rule) => line(rule, false)));
}

function askLimit(name, source) {
  ask({ title: t('Add a limit'), action: t('Set'),
    body: t('Empty fields leave the wider rule. Whom it is for may be left out: the whole queue.'),
    fields: [field('scope', t('For'), { options: [['', t('the whole queue')], ['each_tenant', t('each tenant')], ['tenants', t('one tenant')], ['each_key', t('each key')], ['kinds', t('one kind')]] }),
      field('subject', t('Which tenant or kind')), field('running', t('Jobs at once'), { type: 'number', min: 0 }), field('rate', t('Starts a second'), { type: 'number', min: 0, step: 'any' })],
    async act({ scope, subject, running, rate }) {
      const rule = {};
      if (running) rule.running = Number(running);
      if (rate) rule.starts = { per_second: Number(rate) };
      const change = !scope ? rule : scope.startsWith('each') ? { [scope]: rule } : { [scope]: { [subject]: rule } };
      await patch(`queues/${name}`, change);
      source.refresh();
    } });
}

const askWeight = (name, one, source) => ask({ title: t('Weight of {tenant}', { tenant: one.tenant.slice(0, 8) }), action: t('Set'),
  body: t('A tenant of weight 2 is served twice as much as one of weight 1.'), fields: [field('weight', t('Weight'), { type: 'number', min: .01, step: 'any', value: one.weight, required: true })],
  async act({ weight }) { await patch(`queues/${name}`, { tenants: { [one.tenant]: { weight: Number(weight) } } }); source.refresh(); } });

const pauseKind = (queue, source) => ask({ title: t('Pause a kind'), action: t('Pause'), fields: [field('kind', t('Kind'), { required: true })],
  async act({ kind }) { await post(`queues/${queue.name}/pause`, { kind }); source.refresh(); } });
