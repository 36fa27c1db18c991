import { h, state } from './dom.js';
import { refusal } from './ui.js';

/**
 * A form for one text, which Enter sends; what was typed stays when it is refused.
 * @param {{name: string, label: string, placeholder?: string, action: string, send: (text: string) => Promise<void>, isFull?: () => boolean}} options
 *     isFull: while it says so, nothing more can be sent.
 */
export function composer({ name, label, placeholder = label, action, send, isFull = () => false }) {
  const problem = state(null);
  const busy = state(false);
  const area = h('textarea', { name, rows: 2, required: true, maxlength: 4000, 'aria-label': label, placeholder,
    onkeydown(event) { if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); } } });
  const form = h('form', { class: 'compose', async onsubmit(event) {
    event.preventDefault();
    if (!area.value.trim()) return;
    busy.value = true;
    problem.value = null;
    try {
      await send(area.value.trim());
      area.value = '';
    } catch (error) { problem.value = error; } finally { busy.value = false; area.focus(); }
  } }, area, h('button', { class: 'primary', disabled: () => busy.value || isFull() }, action));
  return [form, () => refusal(problem.value)];
}
