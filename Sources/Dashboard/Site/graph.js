import { h } from './dom.js';
import { link } from './route.js';
import { badge } from './ui.js';
import { number } from './format.js';
import { t } from './words.js';

/** How many steps a node is from those that follow nothing: the longest way to it. */
function depths(nodes, edges, name) {
  const parents = new Map(nodes.map((node) => [name(node), []]));
  for (const edge of edges) parents.get(edge.to)?.push(edge.from);
  const known = new Map();
  const depth = (id, seen) => {
    if (known.has(id)) return known.get(id);
    // Kinds may follow one another in a circle; jobs never do.
    if (seen.has(id)) return 0;
    const found = Math.max(-1, ...(parents.get(id) ?? []).map((parent) => depth(parent, new Set([...seen, id])))) + 1;
    known.set(id, found);
    return found;
  };
  return new Map(nodes.map((node) => [name(node), depth(name(node), new Set())]));
}

/** Jobs, or kinds, in columns: what follows stands to the right. @param {{by: string, nodes: any[], edges: any[], complete: boolean}} graph */
export function graph({ by, nodes, edges, complete }) {
  const name = (node) => (by === 'job' ? node.id : node.kind);
  const depth = depths(nodes, edges, name);
  const columns = [];
  for (const node of nodes) (columns[depth.get(name(node))] ??= []).push(node);
  const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);
  return [h('div', { class: 'graph' }, columns.map((column) => h('ul', {}, column.slice(0, 40).map((node) => h('li', {}, by === 'job'
    ? h('a', { href: link('jobs', node.id) }, node.kind, badge(node.status)) : h('a', { href: link('jobs', { kind: node.kind }) }, node.kind, h('b', {}, number(sum(node.counts)))))),
  column.length > 40 && h('li', { class: 'hint' }, t('{n} more', { n: column.length - 40 }))))),
  !complete && h('p', { class: 'note' }, t('Not all of them: there are too many.'))];
}
