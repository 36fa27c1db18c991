// The public API, as any program has it. Paths are relative to the page, so that it works below any prefix of a proxy.

/** What the API refused, in its own words (RFC 9457). */
export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.title = body.title ?? '';
    /** @type {{pointer: string, message: string}[]} */
    this.errors = body.errors ?? [];
    this.requestID = body.request_id;
  }
}

/** A whole number that JavaScript would round: shown as it was sent. */
export class Exact {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
  toJSON() { return JSON.rawJSON ? JSON.rawJSON(this.text) : Number(this.text); }
}

const parse = (text) => JSON.parse(text, (name, value, context) =>
  typeof value === 'number' && context?.source && Number.isInteger(value) && !Number.isSafeInteger(value) ? new Exact(context.source) : value);

/** Called when the session has ended. */
let onSignedOut = () => {};
export const whenSignedOut = (body) => { onSignedOut = body; };

/** `get('jobs', {status: 'failed'})` asks for `jobs?status=failed`; what is empty is left out. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, value);
  }
  return new URL(path + (query.size ? `?${query}` : ''), document.baseURI);
}

async function answer(response) {
  const text = await response.text();
  const type = response.headers.get('Content-Type') ?? '';
  let body = null;
  // A proxy may answer in its own words.
  try { body = type.includes('json') && text ? parse(text) : null; } catch { body = null; }
  if (!response.ok) {
    if (response.status === 401) onSignedOut();
    throw new Problem(response.status, body ?? {});
  }
  return body;
}

async function ask(url, options) {
  return reached(fetch(url, { credentials: 'same-origin', cache: 'no-store', ...options }));
}

async function reached(request) {
  try {
    return await request;
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, { title: 'unreachable' });
  }
}

/** @returns {Promise<any>} */
export const get = async (path, parameters, signal) => answer(await ask(address(path, parameters), { signal }));

/** What changes with the program alone: the browser may keep it, and asks whether it still holds. */
export const lasting = async (path) => answer(await ask(address(path), { cache: 'no-cache' }));

/** The answer of a request that was begun before these modules were there; without one, `me` is asked for now. */
export const taken = async (begun) => answer(begun ? await reached(begun) : await ask(address('me'), {}));

/** Fetches a file, in a form that a link cannot ask for, and gives it to the browser to keep. */
export async function download(path, type, name) {
  const response = await ask(address(path), { headers: { Accept: type } });
  if (!response.ok) await answer(response);
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(await response.blob());
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}

/** Asks again for what may not have changed, and takes an answer that others got within the last second; null when it has not. */
export function conditional(path) {
  let tag = null;
  return async (parameters, signal) => {
    const headers = { 'Cache-Control': 'max-age=1', ...(tag && { 'If-None-Match': tag }) };
    const response = await ask(address(path, parameters), { signal, headers });
    if (response.status === 304) return null;
    tag = response.headers.get('ETag');
    return answer(response);
  };
}

/** A change. A POST that is sent twice, by a click or a network, does its work once. */
export async function send(method, path, body, { type = 'application/json', parameters } = {}) {
  const headers = body === undefined ? {} : { 'Content-Type': type };
  if (method === 'POST' && !path.startsWith('auth/')) headers['Idempotency-Key'] = key();
  const sent = body === undefined || typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body);
  return answer(await ask(address(path, parameters), { method, headers, body: sent }));
}

export const post = (path, body, options) => send('POST', path, body, options);
export const patch = (path, body) => send('PATCH', path, body);
export const put = (path, body) => send('PUT', path, body);
export const remove = (path) => send('DELETE', path);

/** randomUUID is there on https and on the loopback alone. */
const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
