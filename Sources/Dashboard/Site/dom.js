// The page's nodes, and the values that they follow. Only text ever enters the page: there is no way from a string to markup.

const SVG = 'http://www.w3.org/2000/svg';
const svgTags = new Set(['svg', 'path', 'g', 'rect', 'line']);

/** The effect that runs just now: what it reads, it follows; what it makes, ends with its next run. */
let current = null;

/**
 * A value that can be followed.
 * @template T @param {T} value @returns {{value: T, peek(): T}}
 */
export function state(value) {
  const readers = new Set();
  return {
    get value() {
      if (current?.follows) {
        readers.add(current);
        current.sources.add(readers);
      }
      return value;
    },
    set value(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const reader of [...readers]) reader.run();
    },
    peek: () => value,
  };
}

/** Ends an effect and all that it made. */
function end(effect) {
  for (const source of effect.sources) source.delete(effect);
  effect.sources.clear();
  for (const clean of effect.cleans.splice(0).reverse()) clean();
}

/**
 * Runs `body` now, and again whenever a state that it read has changed.
 * @param {() => void} body @returns {() => void} ends it
 */
export function effect(body) {
  const self = { sources: new Set(), cleans: [], follows: true, isOver: false, run() {
    if (self.isOver) return;
    end(self);
    const outer = current;
    current = self;
    try { body(); } finally { current = outer; }
  } };
  const stop = () => { self.isOver = true; end(self); };
  if (current) current.cleans.push(stop);
  self.run();
  return stop;
}

/** A state that follows what `body` reads, and changes only when its content does. @returns {{value: any, peek(): any}} */
export function derived(body) {
  const own = state(undefined);
  let text;
  effect(() => {
    const value = body();
    const next = JSON.stringify(value);
    if (next !== text) own.value = value;
    text = next;
  });
  return own;
}

/** Called when the effect around runs again or ends: for timers and streams. */
export const cleanup = (body) => current?.cleans.push(body);

/** Runs `body` once, as a part that nothing around ends and that follows nothing itself. @returns {[any, () => void]} its value, and what ends it */
export function scope(body) {
  const self = { sources: new Set(), cleans: [], follows: false };
  const outer = current;
  current = self;
  try { return [body(), () => end(self)]; } finally { current = outer; }
}

const isSafeLink = (text) => !/^\s*(javascript|data|vbscript):/i.test(text);

function setAttribute(node, name, value) {
  if (name === 'value' || name === 'checked' || name === 'disabled' || name === 'indeterminate') node[name] = value ?? '';
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (name === 'style') for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
  else if (name !== 'href' || isSafeLink(String(value))) node.setAttribute(name, value === true ? '' : String(value));
}

/**
 * An element. Attributes that are functions follow what they read, `on…` are listeners; children are text, nodes, lists of
 * them, or functions that give them and follow what they read.
 */
export function h(tag, attributes = {}, ...children) {
  const node = svgTags.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  append(node, children);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (typeof value === 'function') effect(() => setAttribute(node, name, value()));
    else setAttribute(node, name, value);
  }
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    if (typeof child === 'function') append(node, [follow(child)]);
    else node.append(child);
  }
}

/** Nodes that `body` gives, replaced whenever what it read has changed; between two marks, since there may be none. */
function follow(body) {
  const part = document.createDocumentFragment();
  const [first, last] = [document.createComment(''), document.createComment('')];
  part.append(first, last);
  effect(() => {
    const made = document.createDocumentFragment();
    append(made, [body()]);
    while (first.nextSibling !== last) first.nextSibling.remove();
    last.before(made);
  });
  return part;
}

/**
 * A node for each element, kept as long as its key is there, so that focus and selection survive a refresh.
 * @param {() => any[]} list @param {(item: any) => string} key
 * @param {(item: {value: any}) => Node} render gets a state: what is shown of an element that changed follows it
 */
export function each(parent, list, key, render) {
  const known = new Map();
  effect(() => {
    const items = list();
    const wanted = new Set(items.map(key));
    for (const [name, row] of known) {
      if (wanted.has(name)) continue;
      row.stop();
      row.node.remove();
      known.delete(name);
    }
    let place = parent.firstChild;
    for (const item of items) {
      let row = known.get(key(item));
      if (row) {
        if (JSON.stringify(row.item.peek()) !== JSON.stringify(item)) row.item.value = item;
      } else {
        const own = state(item);
        const [node, stop] = scope(() => render(own));
        row = { item: own, node, stop };
        known.set(key(item), row);
      }
      if (row.node === place) place = place.nextSibling;
      else parent.insertBefore(row.node, place);
    }
  });
  cleanup(() => { for (const row of known.values()) row.stop(); });
  return parent;
}
