import { t } from './words.js';
import { keys } from './settings.js';
import { isListed, pages } from './pages.js';
import { go } from './route.js';
import { paused } from './live.js';
import { toast } from './ui.js';

// What the keyboard does. Nothing while one types, and nothing at all when it was switched off.

let begun = false;

/** Moves the focus over the rows of the list. */
function move(by) {
  const rows = [...document.querySelectorAll('main tbody tr[tabindex]')];
  const place = rows.indexOf(document.activeElement.closest('tr'));
  rows[Math.max(0, Math.min(rows.length - 1, place + by))]?.focus();
}

/** What the list of keys shows is fetched when it is asked for. */
export const help = async () => (await import('./help.js')).show();

export const commands = {
  '/': ['Search', () => document.querySelector('main [type=search], main .filters input')?.focus()],
  j: ['Next row', () => move(1)],
  k: ['Previous row', () => move(-1)],
  x: ['Select the row', () => document.activeElement.closest('tr')?.querySelector('[type=checkbox]')?.click()],
  n: ['New', () => document.querySelector('main [data-command=new]')?.click()],
  r: ['Retry', () => document.querySelector('main [data-command=retry]')?.click()],
  c: ['Cancel, after a question', () => document.querySelector('main [data-command=cancel]')?.click()],
  '.': ['Refreshing stands still, or goes on', () => {
    paused.value = !paused.peek();
    toast(t(paused.peek() ? 'Refreshing stands still' : 'Refreshing goes on'));
  }],
  '?': ['This list', help],
};

export function listen() {
  document.addEventListener('keydown', (event) => {
    if (keys.peek() === 'off' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest('input, textarea, select, dialog')) return;
    if (begun) {
      begun = false;
      const page = pages.find((one) => one.key === event.key && isListed(one));
      if (page) { event.preventDefault(); go(page.path); }
      return;
    }
    if (event.key === 'g') { begun = true; setTimeout(() => { begun = false; }, 1500); return; }
    const command = commands[event.key];
    if (command) { event.preventDefault(); command[1](); }
  });
}
