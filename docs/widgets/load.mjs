/**
 * Starts widgets: fetches the module of an element when the reader comes near it and registers its class.
 * Also sees to what quick checks, the gallery, terms and wide formulas gain from a script. Looks again after Material's
 * instant navigation, which swaps the page without loading this file anew.
 */
import { mend } from "./reach.mjs";
import { explain } from "./terms.mjs";

const NEAR = "300px 0px"; // how far off the screen an element may be when its code is fetched

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/** @type {Promise<unknown> | undefined} */
let dressed;

/** Fetch the style of the widgets, with the first of them: the text has no use for it. */
function dress() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("../stylesheets/widgets.css", import.meta.url).href;
  document.body.append(link); // not into the head: instant navigation clears that of what a page has not brought along
  return new Promise((done) => {
    link.onload = link.onerror = done;
  });
}

/**
 * Fetch and register the class of one element; a second call for the same name does nothing more.
 * @param {string} name the element's name, such as "dl-saturated-neuron"
 * @returns {Promise<void>} settles when the element is registered
 */
export function load(name) {
  if (!loading.has(name)) {
    const fetched = import(new URL(`./elements/${name}.mjs`, import.meta.url).href);
    const both = Promise.all([fetched, (dressed ??= dress())]);
    loading.set(name, both.then(([module]) => customElements.define(name, module.default)));
  }
  return /** @type {Promise<void>} */ (loading.get(name));
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      watcher.unobserve(entry.target);
      load(entry.target.localName);
    }
  },
  { rootMargin: NEAR },
);

/** Look through the page that has just been shown; watch for its widgets that have not started. */
function scan() {
  mend(document);
  watcher.disconnect();
  for (const node of document.querySelectorAll(":not(:defined)")) {
    if (node.localName.startsWith("dl-")) watcher.observe(node);
  }
  if (document.querySelector(".quiz")) import("./quiz.mjs").then((quiz) => quiz.enhance(document));
  if (document.querySelector(".gallery")) import("./gallery.mjs").then((gallery) => gallery.enhance(document));
}

explain();
const pages = /** @type {any} */ (window).document$;
if (pages) pages.subscribe(scan);
else scan();
