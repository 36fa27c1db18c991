import { h, state } from './dom.js';
import { t } from './words.js';

// The parts that pages are made of.

/** A status of anything as a dot and a word. */
export const badge = (status, words = t(status.replaceAll('_', ' '))) => h('span', { class: `badge ${status}` }, words);

/** @param {{kind?: string, title?: string}} options kind: primary, danger or quiet */
export function button(words, act, { kind = '', title, disabled = false } = {}) {
  const busy = state(false);
  return h('button', {
    type: 'button', class: kind, title, disabled: () => busy.value || disabled,
    async onclick() {
      busy.value = true;
      try { await act(); } catch (error) { toast(error.message, 'failed'); } finally { busy.value = false; }
    } }, words);
}

/** Each text an element of its own, so that they stand apart. */
const apart = (parts) => (typeof parts === 'function' ? () => apart(parts()) : Array.isArray(parts) ? parts.flat().map((one) => (typeof one === 'string' ? h('span', {}, one) : one)) : parts);

/** The head of a page: what it is, and what can be done. */
export function head(title, { sub = null, actions = [], back = null } = {}) {
  return h('header', { class: 'head' },
    h('div', {}, back && h('a', { class: 'back', href: back[1] }, `← ${back[0]}`), h('h1', { tabindex: -1 }, title), sub && h('p', { class: 'sub' }, apart(sub))),
    h('div', { class: 'actions' }, actions));
}

export const section = (title, ...children) => h('section', { class: 'panel' }, title && h('h2', {}, title), children);

/** Names and values. @param {[string, any][]} pairs those without a value are left out */
export const facts = (pairs) => h('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
  .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));

/** What is shown where nothing is, with what to do. */
export const empty = (title, hint, ...actions) => h('div', { class: 'empty' }, h('strong', {}, title), hint && h('p', {}, hint), actions);

/** What the API refused, or that it cannot be reached. */
export function refusal(error) {
  if (!error) return null;
  const words = error.status === 0 ? t('The API cannot be reached. This page tries again by itself.') : error.message;
  return h('div', { class: 'refusal', role: 'alert' }, words,
    (error.errors ?? []).length > 0 && h('ul', {}, error.errors.map((one) => h('li', {}, h('code', {}, one.pointer || '/'), ' ', one.message))));
}

/** Copies, or selects the text where a page may not copy (http on another host than the own). */
export function copyButton(text, words = t('Copy')) {
  const done = state(false);
  return h('button', {
    type: 'button', class: 'copy', 'aria-label': `${words}: ${typeof text === 'string' ? text.slice(0, 60) : ''}`,
    async onclick(event) {
      event.stopPropagation();
      const value = typeof text === 'function' ? text() : text;
      if (navigator.clipboard) await navigator.clipboard.writeText(value);
      else {
        const area = h('textarea', { value, class: 'off' });
        event.target.after(area);
        area.select();
        document.execCommand('copy');
        area.remove();
      }
      done.value = true;
      setTimeout(() => { done.value = false; }, 1500);
    } }, () => (done.value ? t('Copied') : words));
}

/** An id, short, with the whole one to copy. */
export const idText = (id) => h('span', { class: 'id' }, h('code', {}, id), copyButton(id));

const toasts = h('div', { class: 'toasts', role: 'status' });
document.body.append(toasts);
/** Says for some seconds how something went. */
export function toast(words, kind = 'succeeded') {
  const node = h('div', { class: `toast ${kind}` }, words);
  toasts.append(node);
  setTimeout(() => node.remove(), 6000);
}

/** A field with its name. @param {object} attributes of the input; `options` make it a choice, `lines` an area */
export function field(name, label, { options, lines, hint, ...attributes } = {}) {
  const id = `field-${name}-${Math.random().toString(36).slice(2, 8)}`;
  const input = options
    ? h('select', { id, name, ...attributes }, options.map((one) => {
      const [value, words] = Array.isArray(one) ? one : [one, one];
      return h('option', { value }, words);
    }))
    : h(lines ? 'textarea' : 'input', { id, name, ...(lines ? { rows: lines } : { type: 'text' }), ...attributes });
  if (attributes.type === 'checkbox') return h('label', { class: 'check', for: id }, input, label);
  return h('div', { class: 'field' }, h('label', { for: id }, label), input, hint && h('p', { class: 'hint' }, hint));
}

/**
 * Asks before something is done; what was typed stays when it is refused.
 * @param {{title: string, body?: any, action: string, kind?: string, fields?: any[], act: (values: any) => Promise<any>}} question
 */
export function ask({ title, body, action, kind = 'primary', fields = [], act }) {
  const problem = state(null);
  const busy = state(false);
  const close = () => { dialog.close(); };
  const form = h('form', {
    method: 'dialog',
    async onsubmit(event) {
      event.preventDefault();
      busy.value = true;
      problem.value = null;
      try {
        await act(Object.fromEntries(new FormData(form)), form);
        close();
      } catch (error) { problem.value = error; } finally { busy.value = false; }
    } },
  h('h2', {}, title), body && h('div', { class: 'body' }, body), fields, () => refusal(problem.value),
  h('div', { class: 'actions' },
    h('button', { type: 'button', onclick: close }, t('Cancel')),
    h('button', { class: kind, disabled: () => busy.value }, action)));
  const before = document.activeElement;
  const dialog = h('dialog', { 'aria-label': title, onclose() { dialog.remove(); before?.focus?.(); } }, form);
  document.body.append(dialog);
  dialog.showModal();
}

/** How much of a whole, as a bar and in words. */
export function bar(value, words = '', kind = '') {
  const part = Math.max(0, Math.min(100, value ?? 0));
  return h('span', { class: `bar ${kind}`, role: 'img', 'aria-label': words || `${Math.round(part)} %` },
    h('span', { style: { width: `${part}%` } }));
}

/** A choice of a few, each a link or an act: `[words, isChosen, href]`. */
export const tabs = (label, items) => h('nav', { class: 'tabs', 'aria-label': label },
  items.map(([words, isChosen, href]) => h('a', { href, 'aria-current': isChosen ? 'page' : null }, words)));
