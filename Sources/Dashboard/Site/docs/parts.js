import { h } from '../dom.js';
import { copyButton } from '../ui.js';

/** A sentence in which what stands between backticks is code. */
export const prose = (text) => text.split('`').map((part, index) => (index % 2 ? h('code', {}, part) : part));

export const verb = (method) => h('span', { class: `verb ${method.toLowerCase()}` }, method);

/** A path in which the names of its parameters stand out. */
export const pathText = (path) => h('code', { class: 'path' }, path.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? h('i', {}, part) : part)));

/** JSON with its names, texts and other values told apart. */
function coloured(json) {
  return json.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?)/).map((part) => {
    if (!part.startsWith('"')) return part.split(/\b(true|false|null|-?\d[\d.eE+-]*)\b/).map((one, index) => (index % 2 ? h('span', { class: 'literal' }, one) : one));
    return h('span', { class: part.endsWith(':') ? 'name' : 'string' }, part);
  });
}

/** Text to copy, with what it is. @param {{json?: boolean, heading?: string}} options */
export function listing(title, text, { json = false, heading = 'h3' } = {}) {
  return h('div', { class: 'listing' },
    h('div', { class: 'head' }, h(heading, {}, title), copyButton(text)),
    h('pre', { class: 'output', tabindex: 0 }, json ? coloured(text) : text));
}
