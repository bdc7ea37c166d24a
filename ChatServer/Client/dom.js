/** The element of chat.html with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Makes an element. Text goes in as text nodes, never as HTML.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** An icon out of the symbols in chat.html; decoration, so always beside a text or a label. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

const childrenByKey = new WeakMap();

/**
 * Makes the children of `parent` match `items`, touching as little as it can: an element is kept for as
 * long as its key is there, so focus, selection and what a screen reader has said stay as they are.
 * @template T
 * @param {Element} parent nobody else may add children to it
 * @param {T[]} items
 * @param {{key: (item: T) => string, create: (item: T) => Element,
 *   update?: (made: Element, item: T) => void}} how
 */
export function reconcile(parent, items, { key, create, update }) {
  const before = childrenByKey.get(parent) ?? new Map();
  const after = new Map(items.map(item => [key(item), null]));
  for (const [name, child] of before) if (!after.has(name)) child.remove();
  let place = parent.firstElementChild;
  for (const item of items) {
    const child = before.get(key(item)) ?? create(item);
    update?.(child, item);
    after.set(key(item), child);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  childrenByKey.set(parent, after);
}
