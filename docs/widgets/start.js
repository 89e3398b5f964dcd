/**
 * Starts all scripts of a page once it has been painted: the theme's, then the book's own. So text and figures never
 * wait for a script.
 *
 * A classic script, as a page that is read from the disk has no modules; and without the theme there is no search.
 */
(() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);

  /** @param {string} address @param {string} type @param {() => void} next what to do when it has run, or could not */
  function run(address, type, next) {
    const script = document.createElement("script");
    Object.assign(script, { src: address, type, onload: next, onerror: next });
    document.body.append(script);
  }

  /** The theme waits for the end of parsing, which is over by now. */
  function startTheme() {
    run(/** @type {string} */ (own.dataset.theme), "", () => {
      document.dispatchEvent(new Event("DOMContentLoaded"));
      setTimeout(startWidgets);
    });
  }

  function startWidgets() {
    run(new URL("load.mjs", own.src).href, "module", () => {});
  }

  requestAnimationFrame(() => setTimeout(startTheme));
})();
