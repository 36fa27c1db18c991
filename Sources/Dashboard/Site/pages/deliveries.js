import { h } from '../dom.js';
import { get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can, seesEverybody } from '../session.js';
import { go, here, link } from '../route.js';
import { badge, button, empty, head, tabs, toast } from '../ui.js';
import { list, selection } from '../table.js';
import { filters } from '../filters.js';
import { ago, number } from '../format.js';

const statuses = ['queued', 'sent', 'failed', 'unknown', 'suppressed'];
const isID = (text) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);
const isSettled = (one) => ['sent', 'failed', 'unknown'].includes(one.status);

/** What became of messages, by outcome; those that failed are sent again, under the ids that they had. */
export function page(parts, query) {
  const source = poll((signal) => get('deliveries', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 5000 });
  const chosen = selection();
  const replays = can('POST /deliveries/{id}/replay');
  /** One after the other: each is a job of its own. */
  async function replay(ids) {
    let count = 0;
    try {
      for (const id of ids) { await post(`deliveries/${id}/replay`); count++; }
    } finally {
      if (count) toast(t('{n} are sent again.', { n: number(count) }));
      chosen.value = new Set();
      source.refresh();
    }
  }
  return [
    head(t('Deliveries'), { sub: t('Mails, webhooks, Slack, PagerDuty and inboxes: what became of each message.') }),
    tabs(t('Outcome'), [[t('All'), !query.status, link('deliveries', { ...query, status: '', cursor: '' })], ...statuses.map((status) => [t(status), query.status === status, link('deliveries', { ...query, status, cursor: '' })])]),
    filters({ names: ['channel', ...(seesEverybody() ? ['tenant'] : [])], plain: 'channel', example: seesEverybody() ? 'channel:email  tenant:…' : 'channel:email' }),
    () => chosen.value.size > 0 && h('div', { class: 'selected' }, t('{n} selected', { n: chosen.value.size }), button(t('Send again'), () => replay([...chosen.peek()]))),
    list(source, { caption: t('Deliveries'), key: (one) => one.id, chosen: replays ? chosen : undefined, columns: [
      { label: t('To'), kind: 'main', cell: (one) => [h('strong', {}, t(one.channel.replaceAll('_', ' '))), h('span', { class: 'hint', title: one.recipient }, isID(one.recipient) ? h('code', {}, one.recipient.slice(-12)) : one.recipient)] },
      { label: t('Status'), cell: (one) => [badge(one.status), one.reason && h('span', { class: 'hint' }, ` ${one.reason.replaceAll('_', ' ')}`)] },
      { label: t('Attempts'), kind: 'wide', cell: (one) => attempts(one) },
      seesEverybody() && { label: t('Tenant'), cell: (one) => h('a', { href: link('deliveries', { ...here.peek().query, tenant: one.tenant, cursor: '' }), title: one.tenant }, one.tenant.slice(0, 8)) },
      { label: t('Asked'), cell: (one) => ago(one.created_at) },
      { label: t('Do'), cell: (one) => h('span', { class: 'row' }, replays && isSettled(one) && button(t('Send again'), () => replay([one.id])),
        one.job_id && can('GET /jobs/{id}') && button(t('Job'), async () => go('jobs', one.job_id), { kind: 'quiet' })) }].filter(Boolean),
    nothing: () => empty(t('No messages'), query.status || query.channel ? t('Nothing matches: take a filter away.') : t('Each message to a person, a channel or a server stands here, with every attempt at it.')) }),
  ];
}

function attempts(one) {
  const last = one.attempts.at(-1);
  if (!last) return h('span', { class: 'hint' }, t('none yet'));
  return h('span', { class: 'clip', title: one.attempts.map((attempt) => [attempt.outcome, attempt.code, attempt.text].filter(Boolean).join(' ')).join('\n') },
    one.attempts.length > 1 && `${number(one.attempts.length)} × `, last.code, ' ', last.text);
}
