import { h } from '../dom.js';
import { get, patch, post, remove } from '../api.js';
import { poll } from '../live.js';
import { t } from '../words.js';
import { can, me } from '../session.js';
import { ask, badge, button, copyButton, empty, field, head } from '../ui.js';
import { list } from '../table.js';
import { ago } from '../format.js';

const roles = () => ['school', 'professor', 'student'].map((role) => [role, t(role)]);

export function page(parts, query) {
  const source = poll((signal) => get('users', { limit: 50, ...query }, signal), { every: query.cursor ? 0 : 10000 });
  return [
    head(t('Users'), { actions: can('POST /users') && [h('button', { type: 'button', class: 'primary', 'data-command': 'new', onclick: () => invite(source.refresh) }, t('Invite'))] }),
    list(source, { caption: t('Users'), key: (user) => user.id, columns: [
      { label: t('User'), kind: 'main', cell: (user) => [h('strong', {}, user.name || user.email), user.name && h('span', { class: 'hint' }, user.email)] },
      { label: t('Role'), cell: (user) => t(user.role) }, { label: t('State'), cell: (user) => badge(user.status === 'active' ? 'active' : 'pending', t(user.status)) },
      { label: t('Since'), cell: (user) => ago(user.created_at) },
      { label: t('Do'), cell: (user) => user.id !== me.peek()?.user.id && h('span', { class: 'row' }, can('PATCH /users/{id}') && button(t('Change'), () => change(user, source.refresh)),
        can('DELETE /users/{id}') && button(t('Remove'), () => ask({ title: t('Remove {name}?', { name: user.email }), body: t('Signed-in sessions end within five seconds.'), action: t('Remove'), kind: 'danger',
          async act() { await remove(`users/${user.id}`); source.refresh(); } }), { kind: 'danger' })) },
    ],
    nothing: () => empty(t('Nobody yet'), t('Invite professors and students: they get a link by e-mail.')) }),
  ];
}

const invite = (done) => ask({ title: t('Invite'), action: t('Invite'),
  fields: [field('email', t('E-mail'), { type: 'email', required: true }), field('role', t('Role'), { options: roles() }), field('name', t('Name')), field('locale', t('Language'), { options: [['fr', 'Français'], ['en', 'English']] })],
  async act({ email, role, name, locale }) {
    const made = await post('users', { email, role, locale, ...(name && { name }) });
    done();
    if (made.invite_token) ask({ title: t('Invited'), body: [h('p', {}, t('Shown once. Whoever has it sets the password by POST /auth/accept.')), h('div', { class: 'command' }, h('code', {}, made.invite_token), copyButton(made.invite_token))], action: t('Done'), async act() {} });
  } });

const change = (user, done) => ask({ title: t('Change {name}', { name: user.email }), action: t('Save'),
  fields: [field('role', t('Role'), { options: roles(), value: user.role }), field('name', t('Name'), { value: user.name ?? '' })],
  async act({ role, name }) { await patch(`users/${user.id}`, { role, ...(name && { name }) }); done(); } });
