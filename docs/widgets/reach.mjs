/** What the theme leaves to be wished for keyboards and screen readers; the page works without it. */

const SCROLLERS = ".md-content :is(.equation, .table-frame, .md-typeset__scrollwrap, pre > code)";

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) letFocus(/** @type {HTMLElement} */ (target));
});

/** Code blocks get their copy button in an unnamed landmark, and only when the reader comes near. */
const additions = new MutationObserver((records) => {
  for (const { target } of records) hush(/** @type {HTMLElement} */ (target));
});

/**
 * Make what is wider than the page reachable by keyboard, and keep buttons of code blocks out of the landmarks.
 * @param {Document} page
 */
export function mend(page) {
  sizes.disconnect();
  additions.disconnect();
  for (const node of page.querySelectorAll(SCROLLERS)) sizes.observe(node);
  const content = page.querySelector(".md-content");
  if (!content) return;
  hush(content);
  additions.observe(content, { childList: true, subtree: true });
}

/** @param {HTMLElement} node something that scrolls sideways when it is too wide */
function letFocus(node) {
  if (node.scrollWidth > node.clientWidth && !node.hasAttribute("tabindex")) node.tabIndex = 0;
}

/** @param {Element} node */
function hush(node) {
  for (const nav of node.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
}
