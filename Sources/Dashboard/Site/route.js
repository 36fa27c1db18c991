import { state } from './dom.js';

// Where one is: the part of the address after `#`. It is all the state that a page has, so that links, reloads and the
// back button lead to the same view.

function read() {
  const [path, query] = (location.hash.slice(1) || '/').split('?');
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), query: Object.fromEntries(new URLSearchParams(query)) };
}

/** @type {{value: {path: string[], query: Record<string, string>}}} */
export const here = state(read());
addEventListener('hashchange', () => { here.value = read(); });

/** `link('jobs', id)` and `link('jobs', {status: 'failed'})` are what `href` takes. */
export function link(...parts) {
  const query = typeof parts.at(-1) === 'object' ? parts.pop() : {};
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ''));
  return `#/${parts.map(encodeURIComponent).join('/')}${search.size ? `?${search}` : ''}`;
}

export function go(...parts) { location.hash = link(...parts); }

/** Changes the query of the page that is shown; an empty value takes a name away. */
export function refine(changes) { go(...here.peek().path, { ...here.peek().query, ...changes }); }
