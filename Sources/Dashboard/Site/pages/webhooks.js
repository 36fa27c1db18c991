import { h } from '../dom.js';
import { get, patch, post, remove } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can } from '../session.js';
import { link } from '../route.js';
import { ask, badge, button, copyButton, empty, facts, field, head, refusal, section } from '../ui.js';
import { list } from '../table.js';
import { ago } from '../format.js';

export const page = ([id], query) => (id ? endpointPage(id) : endpointsPage(query));

const state = (one) => (one.enabled ? (one.failing_since ? badge('retrying', t('failing')) : badge('enabled')) : badge('disabled'));
const showSecret = (secret) => ask({ title: t('The secret'), action: t('Done'), body: [h('p', {}, t('Shown once: with it the receiver checks the signature.')), h('div', { class: 'command' }, h('code', {}, secret), copyButton(secret))], async act() {} });

function endpointsPage(query) {
  const source = poll((signal) => get('webhook-endpoints', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 10000 });
  const add = () => can('POST /webhook-endpoints') && h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: () => askEndpoint(null, source.refresh) }, t('Add an endpoint'));
  return [head(t('Webhooks'), { actions: add() }), list(source, { caption: t('Webhooks'), key: (one) => one.id, href: (one) => link('webhooks', one.id), columns: [
    { label: t('Address'), kind: 'main', cell: (one) => [h('a', { href: link('webhooks', one.id), tabindex: -1 }, one.url), h('span', { class: 'hint' }, one.description)] },
    { label: t('State'), cell: state }, { label: t('Events'), cell: (one) => one.events.join(', ') }, { label: t('Since'), cell: (one) => ago(one.created_at) }],
  nothing: () => empty(t('No endpoints'), t('Your own server can be told what happens here: signed, and tried again until it answers.'), add()) })];
}

function endpointPage(id) {
  const source = poll((signal) => get(`webhook-endpoints/${id}`, {}, signal), { every: 10000 });
  const deliveries = poll((signal) => get(`webhook-endpoints/${id}/deliveries`, { limit: 50 }, signal), { every: 5000 });
  const changed = () => { source.refresh(); deliveries.refresh(); };
  return [
    () => {
      const one = source.data.value;
      return head(one?.url ?? t('Endpoint'), { back: [t('Webhooks'), link('webhooks')], sub: one && state(one), actions: one && [
        can('POST /webhook-endpoints/{id}/test') && button(t('Send a test'), async () => { await post(`webhook-endpoints/${id}/test`); changed(); }),
        can('PATCH /webhook-endpoints/{id}') && button(t('Edit'), () => askEndpoint(one, changed)),
        can('POST /webhook-endpoints/{id}/rotate') && button(t('New secret'), async () => showSecret((await post(`webhook-endpoints/${id}/rotate`)).secret)),
        !one.enabled && can('POST /webhook-endpoints/{id}/enable') && button(t('Enable'), async () => { await post(`webhook-endpoints/${id}/enable`); changed(); }, { kind: 'primary' }),
        can('DELETE /webhook-endpoints/{id}') && button(t('Delete'), () => ask({ title: t('Delete this endpoint?'), action: t('Delete'), kind: 'danger', async act() { await remove(`webhook-endpoints/${id}`); history.back(); } }), { kind: 'danger' })] });
    },
    () => refusal(source.problem.value),
    () => source.data.value && section(null, facts([[t('Events'), source.data.value.events.join(', ')], [t('What it is'), source.data.value.description], [t('Disabled because'), source.data.value.disabled_reason],
      [t('Failing since'), source.data.value.failing_since && ago(source.data.value.failing_since)], [t('Since'), ago(source.data.value.created_at)]])),
    section(t('Deliveries'), list(deliveries, { caption: t('Deliveries'), key: (one) => one.id, lines: 4, columns: [
      { label: t('Delivery'), kind: 'main', cell: (one) => h('code', {}, one.id.slice(-12)) }, { label: t('Status'), cell: (one) => badge(one.status) }, { label: t('Sent'), cell: (one) => ago(one.sent_at) },
      { label: t('Attempts'), kind: 'wide', cell: (one) => (one.attempts ?? []).map((attempt) => h('div', {}, badge(attempt.outcome ?? 'running'), ' ', attempt.code, ' ', h('span', { class: 'hint' }, attempt.text))) },
      { label: t('Do'), cell: (one) => can('POST /deliveries/{id}/replay') && button(t('Send again'), async () => { await post(`deliveries/${one.id}/replay`); changed(); }) }],
    nothing: () => empty(t('Nothing was sent yet'), t('Send a test to see whether your server answers.')) })),
  ];
}

const askEndpoint = (one, done) => ask({ title: one ? t('Edit') : t('Add an endpoint'), action: t('Save'),
  fields: [field('url', t('Address'), { type: 'url', required: true, value: one?.url ?? '', placeholder: 'https://' }), field('events', t('Events'), { value: one?.events.join(' ') ?? '*', hint: t('Topics with spaces between, or * for all.') }),
    field('description', t('What it is'), { value: one?.description ?? '' })],
  async act({ url, events, description }) {
    const topics = events.split(/[\s,]+/).filter(Boolean);
    const body = { url, events: topics.includes('*') ? '*' : topics, ...(description && { description }) };
    const saved = one ? await patch(`webhook-endpoints/${one.id}`, body) : await post('webhook-endpoints', body);
    done();
    if (saved.secret) showSecret(saved.secret);
  } });
