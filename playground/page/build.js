/** Builds DOM nodes. Text goes in as text nodes only; nothing here parses HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element; attributes that are null, undefined or false are left out.
 * @param {string} tag
 * @param {Record<string, string|number|boolean|null|undefined>} [attributes]
 * @param {...(Node|string|null|undefined)} children  empty ones are left out
 * @returns {HTMLElement}
 */
export function build(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter(Boolean));
  return node;
}

/** A drawing of icons.svg, hidden from screen readers. @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** The element of index.html with this id. @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name that cannot turn its neighbours around or disguise its ending. @param {string} name */
export function plainName(name) {
  return name.replace(BIDI_CONTROLS, "");
}

/** The address when it is of a kind that is safe to follow, else null. @param {string} address */
export function safeAddress(address) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  const known = URL.canParse(full) && ["https:", "http:", "tg:", "mailto:", "tel:"].includes(new URL(full).protocol);
  return known ? full : null;
}
