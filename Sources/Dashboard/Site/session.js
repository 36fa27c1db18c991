import { state } from './dom.js';
import { session } from './settings.js';
import { get, post, remove, taken, whenSignedOut } from './api.js';

/**
 * Who looks: `{user, role, tenant, may, expires_at}`; null before signing in.
 * @type {{value: any}}
 */
export const me = state(null);

/** Whether a route, such as `POST /jobs/retry`, would be refused: what may not be done is not offered. The API decides. */
export const can = (route) => Boolean(me.value?.may.includes(route));

/** admin and service look at all accounts, others at their own. */
export const seesEverybody = () => me.value?.role === 'admin' || me.value?.role === 'service';

whenSignedOut(() => { session.value = ''; me.value = null; });

/** Takes up the session that this browser has, if there is one. */
export async function resume() {
  if (session.peek() === '') return;
  try { me.value = await taken(globalThis.flotillaMe); } catch (error) { if (error.status !== 401) throw error; }
}

/** @param {{email: string, password: string} | {token: string}} proof */
export async function signIn(proof) {
  await post('auth/session', proof);
  session.value = 'on';
  me.value = await get('me');
}

export async function signOut() {
  await remove('auth/session');
  session.value = '';
  me.value = null;
}
