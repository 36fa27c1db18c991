import { state } from './dom.js';

// What this browser was told to keep. Without storage it holds for this page.

function kept(name, fallback) {
  let start = fallback;
  try { start = localStorage.getItem(`flotilla.${name}`) ?? fallback; } catch { /* storage is refused */ }
  const value = state(start);
  return {
    get value() { return value.value; },
    set value(next) {
      try { localStorage.setItem(`flotilla.${name}`, next); } catch { /* storage is refused */ }
      value.value = next;
    },
    peek: value.peek,
  };
}

/** en, fr */
export const language = kept('language', navigator.language.startsWith('fr') ? 'fr' : 'en');
/** local, utc */
export const clock = kept('clock', 'local');
/** '', light, dark: nothing is the system's */
export const theme = kept('theme', '');
/** on, off: single keys as commands (WCAG 2.1.4) */
export const keys = kept('keys', 'on');
/** on while this browser has a session, as far as it knows: without one nothing is asked for that would be refused */
export const session = kept('session', '');
