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

  /**
   * Keep the style sheets where they are. The theme makes all addresses absolute, so that instant navigation finds what
   * two pages have in common; but a style sheet that gets a new address is loaded anew, and the page has no style
   * meanwhile. These only say that they have one.
   */
  function holdStyles() {
    for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=stylesheet]"))) {
      const moved = /** @type {HTMLLinkElement} */ (link.cloneNode());
      moved.href = link.href;
      Object.defineProperties(link, {
        href: { get: () => moved.href, set() {} },
        outerHTML: { get: () => moved.outerHTML },
      });
    }
  }

  function startTheme() {
    holdStyles();
    run(/** @type {string} */ (own.dataset.theme), "", () => {
      Promise.resolve(/** @type {any} */ (window).themeSetUp).finally(() => setTimeout(setUpPage));
    });
  }

  /** The theme waits for the end of parsing, which is over by now. */
  function setUpPage() {
    document.dispatchEvent(new Event("DOMContentLoaded"));
    setTimeout(startWidgets);
  }

  function startWidgets() {
    run(new URL("load.mjs", own.src).href, "module", () => {});
  }

  requestAnimationFrame(() => setTimeout(startTheme));
})();
