/** What the theme leaves to be wished for keyboards and screen readers; the page works without it. */

const SCROLLERS = ".md-content :is(.equation, .table-frame, .md-typeset__scrollwrap, pre > code)";

const CHARACTER = 0.45; // rem: a letter of a code block is no wider
const PADDING = 4; // rem that boxes and edges of code blocks take from the width of the text

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
  passOver(content);
  hush(content);
  additions.observe(content, { childList: true, subtree: true });
}

/**
 * Take code that is sure to fit out of the keyboard's way. The theme does so too, but only when a block comes into sight:
 * a block that had just been reached would lose the focus. So this goes by letters, for blocks that are not laid out yet.
 * @param {Element} content
 */
function passOver(content) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const room = (content.clientWidth / rem - PADDING) / CHARACTER;
  for (const code of content.querySelectorAll("code[tabindex]")) {
    const lines = (code.textContent ?? "").split("\n").map((line) => line.length);
    if (Math.max(...lines) < room) code.removeAttribute("tabindex");
  }
}

/** @param {HTMLElement} node something that scrolls sideways when it is too wide */
function letFocus(node) {
  if (node.scrollWidth > node.clientWidth && !node.hasAttribute("tabindex")) node.tabIndex = 0;
}

/** @param {Element} node */
function hush(node) {
  for (const nav of node.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
}
