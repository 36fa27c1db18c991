import { h } from '../dom.js';
import { get, post } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { link } from '../route.js';
import { badge, button, empty, head, tabs } from '../ui.js';
import { list } from '../table.js';
import { ago } from '../format.js';

/** What this person was told. */
export function page(parts, query) {
  const source = poll((signal) => get('notifications', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 5000 });
  const mark = async (one) => { await post(`notifications/${one.id}/${one.read_at ? 'unread' : 'read'}`); source.refresh(); };
  return [
    head(t('Inbox'), { sub: () => source.data.value && t('{n} unread', { n: source.data.value.unread }), actions: button(t('Mark all as read'), async () => { await post('notifications/read'); source.refresh(); }) }),
    tabs(t('Show'), [[t('All'), !query.unread, link('inbox')], [t('Unread'), query.unread === 'true', link('inbox', { unread: 'true' })]]),
    list(source, { caption: t('Inbox'), key: (one) => one.id, columns: [
      { label: t('Message'), kind: 'text', cell: (one) => h('details', {}, h('summary', {}, one.read_at ? one.subject : h('b', {}, one.subject)), h('p', { class: 'prose' }, one.body), one.link && h('a', { href: one.link, rel: 'noreferrer' }, one.link)) },
      { label: t('Severity'), cell: (one) => badge(one.severity, one.severity) }, { label: t('When'), cell: (one) => ago(one.created_at) },
      { label: t('Do'), cell: (one) => button(t(one.read_at ? 'Mark as unread' : 'Mark as read'), () => mark(one)) }],
    nothing: () => empty(t('Nothing to read'), t('Invoices, scans that ended and messages to you stand here.')) }),
  ];
}
