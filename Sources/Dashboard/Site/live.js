import { state, cleanup } from './dom.js';
import { address } from './api.js';

// What changes while one looks. Nothing is asked for in a tab that nobody sees.

/** Whether refreshing stands still, by the key `.`. */
export const paused = state(false);
/** Whether the last request reached the API. */
export const reachable = state(true);
/** How many parts of the page have not had their first answer. */
export const waiting = state(0);

/** When somebody was at it last, and what is asked again at once when somebody is back. */
let touched = Date.now();
const polls = new Set();
/** After so long without a hand, pages ask a third as often: most open tabs are those that were left open. */
const attention = 60000;
const isLeft = () => Date.now() - touched > attention;

for (const name of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'focus']) {
  addEventListener(name, () => {
    const isBack = isLeft();
    touched = Date.now();
    if (isBack && !paused.peek()) askAgain();
  }, { capture: true, passive: true });
}

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
  let isWaiting = true;
  waiting.value = waiting.peek() + 1;
  const arrived = () => {
    if (isWaiting) waiting.value = waiting.peek() - 1;
    isWaiting = false;
  };
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
    arrived();
    plan(problem.peek() ? Math.max(every, 5000) : every);
  }
  function plan(after) {
    clearTimeout(timer);
    if (!every || document.hidden) return;
    timer = setTimeout(() => (paused.peek() ? plan(every) : run()), isLeft() ? after * 3 : after);
  }
  const seen = () => { if (!document.hidden) run(); };
  document.addEventListener('visibilitychange', seen);
  if (every) polls.add(run);
  cleanup(() => {
    arrived();
    polls.delete(run);
    clearTimeout(timer);
    controller?.abort();
    document.removeEventListener('visibilitychange', seen);
  });
  run();
  return { data, problem, refresh: run };
}

function askAgain() {
  for (const run of polls) run();
}

let brokeAt = -Infinity;
/** A stream that breaks is the first to know that the API is away. One that breaks all the time, behind some proxies, says nothing new. */
function broken() {
  const isNews = reachable.peek() && performance.now() - brokeAt > 10000;
  brokeAt = performance.now();
  if (isNews) askAgain();
}

/** What parts of the page follow: by topic, such as `job:ID` or `inbox`, their handlers. */
const topics = new Map();
let source = null;
let planned = 0;

/**
 * Follows a topic of `GET /events` until the part of the page around it ends. A tab has one stream for all of them: browsers
 * open six connections to an origin, and streams would use them up. It is closed while the tab is hidden; each topic
 * begins with how it stands when it is opened again. Where a proxy holds streams back, pages poll.
 * @param {string} topic
 * @param {Record<string, (data: any) => void>} handlers by the event's name; `ready` each time the stream begins: what happened
 *   before, and after the page asked, is not on it
 */
export function follow(topic, handlers) {
  topics.set(topic, handlers);
  reopen();
  cleanup(() => { topics.delete(topic); reopen(); });
}

function reopen() {
  clearTimeout(planned);
  // A page's parts come and go together.
  planned = setTimeout(open, 50);
}

function open() {
  source?.close();
  source = null;
  if (document.hidden || !topics.size) return;
  source = new EventSource(address('events', { topics: [...topics.keys()].join(',') }));
  for (const name of ['status', 'progress', 'chunk', 'reset', 'done', 'unread', 'changed', 'message']) {
    source.addEventListener(name, (event) => {
      const { topic, data } = JSON.parse(event.data);
      topics.get(topic)?.[name]?.(data);
    });
  }
  source.addEventListener('ready', () => {
    for (const handlers of topics.values()) handlers.ready?.();
    if (!reachable.peek()) askAgain();
  });
  source.addEventListener('error', broken);
}

document.addEventListener('visibilitychange', reopen);
