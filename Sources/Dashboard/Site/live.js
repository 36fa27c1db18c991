import { state, cleanup } from './dom.js';

// What changes while one looks. Nothing is asked for in a tab that nobody sees.

/** Whether refreshing stands still, by the key `.`. */
export const paused = state(false);
/** Whether the last request reached the API. */
export const reachable = state(true);

/**
 * Calls `ask` now, and again some time after each answer, until the part of the page around it ends.
 * @param {(signal: AbortSignal) => Promise<any>} ask a null leaves what there is
 * @returns {{data: {value: any}, problem: {value: any}, refresh: () => void}}
 */
export function poll(ask, { every = 2000 } = {}) {
  const data = state(null);
  const problem = state(null);
  let timer = 0;
  let controller = null;
  let text = '';
  async function run() {
    clearTimeout(timer);
    controller?.abort();
    const own = controller = new AbortController();
    try {
      const found = await ask(own.signal);
      if (own.signal.aborted) return;
      reachable.value = true;
      problem.value = null;
      if (found !== null) {
        // What is the same changes nothing on the page.
        const next = JSON.stringify(found);
        if (next !== text) data.value = found;
        text = next;
      }
    } catch (error) {
      if (error.name === 'AbortError' || own.signal.aborted) return;
      reachable.value = error.status !== 0;
      problem.value = error;
    }
    plan(problem.peek() ? Math.max(every, 5000) : every);
  }
  function plan(after) {
    clearTimeout(timer);
    if (!every || document.hidden) return;
    timer = setTimeout(() => (paused.peek() ? plan(every) : run()), after);
  }
  const seen = () => { if (!document.hidden) run(); };
  document.addEventListener('visibilitychange', seen);
  cleanup(() => {
    clearTimeout(timer);
    controller?.abort();
    document.removeEventListener('visibilitychange', seen);
  });
  run();
  return { data, problem, refresh: run };
}

/**
 * The one stream of this tab: browsers open six connections to an origin, and streams would use them up. Closed while the
 * tab is hidden; it goes on where it was.
 * @param {URL} url @param {Record<string, (data: any) => void>} handlers by the event's name
 * @returns {{value: boolean}} whether it is open
 */
export function stream(url, handlers) {
  const open = state(false);
  let source = null;
  let isOver = false;
  function start() {
    source = new EventSource(url);
    source.onopen = () => { open.value = true; };
    source.onerror = () => { open.value = false; };
    for (const [name, body] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        body(JSON.parse(event.data));
        if (name !== 'done') return;
        isOver = true;
        stop();
      });
    }
  }
  function stop() {
    source?.close();
    open.value = false;
  }
  const seen = () => { if (document.hidden) stop(); else if (source?.readyState === EventSource.CLOSED && !isOver) start(); };
  document.addEventListener('visibilitychange', seen);
  cleanup(() => { isOver = true; stop(); document.removeEventListener('visibilitychange', seen); });
  start();
  return open;
}
