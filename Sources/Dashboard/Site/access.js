import { h, state } from './dom.js';
import { post } from './api.js';
import { signIn } from './session.js';
import { here } from './route.js';
import { field, refusal } from './ui.js';
import { choices } from './choices.js';
import { t } from './words.js';

// What a mail's link leads to, and what stands beside signing in: a first password, another one, and asking for that.

/** A page that does one thing before anybody is signed in; what was typed stays when it is refused. */
function gate(title, sub, fields, action, act, done) {
  const problem = state(null);
  const busy = state(false);
  const isDone = state(false);
  const form = h('form', {
    class: 'panel signin',
    async onsubmit(event) {
      event.preventDefault();
      busy.value = true;
      problem.value = null;
      try {
        await act(Object.fromEntries(new FormData(form)));
        isDone.value = true;
      } catch (error) { problem.value = error; } finally { busy.value = false; }
    } },
  h('div', { class: 'brand' }, h('span', { class: 'mark', 'aria-hidden': 'true' }), 'Flotilla'),
  h('h1', {}, title), () => (isDone.value && done ? h('p', { class: 'why', role: 'status' }, done) : [sub && h('p', { class: 'note' }, sub), fields]),
  () => refusal(problem.value),
  () => !(isDone.value && done) && h('button', { class: 'primary', disabled: () => busy.value }, action),
  h('a', { href: '#/' }, t('To the sign-in')));
  return h('main', { class: 'gate' }, form, h('div', { class: 'choices' }, choices()));
}

const password = () => [h('input', { type: 'text', autocomplete: 'username', hidden: true }), field('password', t('New password'), { type: 'password', required: true, minlength: 8, autocomplete: 'new-password', hint: t('8 characters or more, and not one that others guess.') })];

/** Whoever has the link chooses the password, and is in. */
async function choose(path, chosen) {
  const session = await post(path, { token: here.peek().query.token ?? '', password: chosen });
  await signIn({ token: session.token });
  // The link is good once, and should not stay in the address.
  location.replace('#/');
}

const pages = {
  accept: () => gate(t('Welcome'), t('You were invited. Choose your password.'), password(), t('Begin'), ({ password: chosen }) => choose('auth/accept', chosen)),
  reset: () => gate(t('Another password'), t('Every session that is open ends.'), password(), t('Save'), ({ password: chosen }) => choose('auth/reset', chosen)),
  forgot: () => gate(t('Password forgotten'), t('A mail brings a link by which you choose another one. It is good for an hour.'),
    field('email', t('E-mail'), { type: 'email', required: true, autocomplete: 'username' }), t('Send'), (values) => post('auth/forgot', values), t('If there is such a user, the mail is on its way.')),
};

/** Which of them an address leads to, if any. */
export const accessPage = (name) => pages[name]();
