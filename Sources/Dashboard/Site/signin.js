import { h, state } from './dom.js';
import { signIn } from './session.js';
import { field, refusal } from './ui.js';
import { choices } from './choices.js';
import { t } from './words.js';

/** Signing in, by address and password or by a token; what was typed stays when it is refused. */
export function signInPage() {
  const byToken = state(false);
  const problem = state(null);
  const busy = state(false);
  const form = h('form', {
    class: 'panel signin',
    async onsubmit(event) {
      event.preventDefault();
      busy.value = true;
      problem.value = null;
      try { await signIn(Object.fromEntries(new FormData(form))); } catch (error) { problem.value = error; }
      busy.value = false;
    } },
  h('div', { class: 'brand' }, h('span', { class: 'mark', 'aria-hidden': 'true' }), 'Flotilla'),
  h('h1', {}, t('Sign in')),
  () => (byToken.value
    ? field('token', t('Token'), { type: 'password', required: true, autocomplete: 'off', hint: t('As `flotilla token EMAIL` prints it.') })
    : [field('email', t('E-mail'), { type: 'email', required: true, autocomplete: 'username' }),
      field('password', t('Password'), { type: 'password', required: true, autocomplete: 'current-password' })]),
  () => refusal(problem.value),
  h('button', { class: 'primary', disabled: () => busy.value }, t('Sign in')),
  h('button', { type: 'button', class: 'quiet', onclick() { byToken.value = !byToken.peek(); } },
    () => t(byToken.value ? 'With a password instead' : 'With a token instead')),
  h('a', { href: '#/forgot' }, t('Password forgotten')));
  return h('main', { class: 'gate' }, form, h('div', { class: 'choices' }, choices()));
}
