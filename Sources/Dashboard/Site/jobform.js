import { post } from './api.js';
import { ask, field } from './ui.js';
import { t } from './words.js';

/**
 * Asks for a job and enqueues it. The payload is sent as it was typed, so that no number in it is rounded.
 * @param {{title: string, kind?: string, payload?: string, members?: object}} start
 * @param {(job: {id: string}) => void} done
 */
export function askJob({ title, kind = '', payload = '{}', members = {} }, done) {
  ask({
    title, action: t('Enqueue'),
    fields: [field('kind', t('Kind'), { value: kind, required: true, placeholder: 'bench.noop' }),
      field('payload', t('Payload'), { value: payload, lines: 10, class: 'code', spellcheck: 'false' }),
      field('run_at', t('Not before'), { type: 'datetime-local' }),
      field('priority', t('Priority, 0 first'), { type: 'number', min: 0, max: 9, placeholder: '4' })],
    async act(values) {
      // Read for its mistakes alone.
      JSON.parse(values.payload);
      const rest = { kind: values.kind, ...members };
      if (values.run_at) rest.run_at = new Date(values.run_at).toISOString();
      if (values.priority) rest.priority = Number(values.priority);
      done(await post('jobs', JSON.stringify(rest).replace(/}$/, `,"payload":${values.payload}}`)));
    } });
}
