/** Making elements. */

/**
 * @typedef {Record<string, string | number | boolean>} Attributes false leaves an attribute out, true gives it no value
 */

/**
 * Make an HTML element.
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 * @returns {any} the element
 */
export function html(name, attributes = {}, ...children) {
  return made(document.createElement(name), attributes, children);
}

/**
 * Make an SVG element.
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 * @returns {any} the element
 */
export function svg(name, attributes = {}, ...children) {
  return made(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

/**
 * Set several attributes at once.
 * @param {Element} node
 * @param {Attributes} attributes
 */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * @param {Element} node
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 */
function made(node, attributes, children) {
  set(node, attributes);
  node.append(...children);
  return node;
}

let count = 0;

/**
 * An id that no other element of the page has.
 * @param {string} stem
 * @returns {string}
 */
export function uniqueId(stem) {
  count += 1;
  return `${stem}-${count}`;
}
