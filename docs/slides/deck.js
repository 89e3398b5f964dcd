/**
 * What the keyboard does on slides: a plain script, so that it also works on a page opened from a disk.
 *
 * Right, Page Down and the space bar go on; left and Page Up go back; Home and End go to the ends; Escape shows all
 * slides at once, and then returns. Without this script the page scrolls from slide to slide.
 */
(() => {
  "use strict";
  const root = document.documentElement;
  /** @type {HTMLElement[]} */
  const slides = [...document.querySelectorAll(".slide")];
  const REST = 2500; // ms until the bar fades
  let now = 0;

  /** Return a button. @param {string} name @param {string} sign @param {() => void} act */
  function button(name, sign, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.setAttribute("aria-label", name);
    made.title = name;
    made.textContent = sign;
    made.addEventListener("click", act);
    return made;
  }

  const count = document.createElement("span");
  count.className = "deck-count";
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  const all = button("All slides", "▦", () => overview(!root.classList.contains("overview")));
  all.setAttribute("aria-pressed", "false");
  const home = document.createElement("a");
  home.href = document.body.dataset.chapter ?? "../../";
  home.textContent = "Chapter";
  const progress = document.createElement("div");
  progress.className = "deck-progress";
  const bar = document.createElement("nav");
  bar.className = "deck-bar";
  bar.setAttribute("aria-label", "Slides");
  bar.append(
    button("Back", "←", () => go(now - 1)), count, button("On", "→", () => go(now + 1)), all,
    button("Light or dark", "◐", toggleTheme), home,
  );

  /** Show where we are. @param {number} place */
  function mark(place) {
    slides[now].classList.remove("now");
    now = place;
    slides[now].classList.add("now");
    count.textContent = `${now + 1} / ${slides.length}`;
    root.style.setProperty("--done", String((now + 1) / slides.length));
  }

  /** Go to a slide; the ends hold. @param {number} place */
  function go(place) {
    mark(Math.max(0, Math.min(slides.length - 1, place)));
    status.textContent = slides[now].getAttribute("aria-label");
    history.replaceState(null, "", `#${slides[now].id}`);
    slides[now].scrollIntoView({ behavior: "instant", block: root.classList.contains("overview") ? "nearest" : "start" });
    if (root.classList.contains("overview")) slides[now].querySelector(".slide-jump").focus({ preventScroll: true });
  }

  /** Show all slides at once, or one. @param {boolean} on */
  function overview(on) {
    root.classList.toggle("overview", on);
    all.setAttribute("aria-pressed", String(on));
    go(now);
  }

  function toggleTheme() {
    const dark = root.dataset.mdColorScheme
      ? root.dataset.mdColorScheme === "slate"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.mdColorScheme = dark ? "default" : "slate";
  }

  /** Take the theme that the reader chose on the book's pages. */
  function chosenTheme() {
    try {
      const site = new URL("../../", location.href).pathname;
      const scheme = JSON.parse(localStorage.getItem(`${site}.__palette`) ?? "null")?.color?.scheme;
      if (scheme) root.dataset.mdColorScheme = scheme;
    } catch {
      // a browser that keeps nothing: the system's theme stays
    }
  }

  const keys = {
    ArrowRight: () => go(now + 1), PageDown: () => go(now + 1), ArrowLeft: () => go(now - 1), PageUp: () => go(now - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    Escape: () => overview(!root.classList.contains("overview")),
  };

  /** Whether a key is to move something wide that has the focus, such as an equation on a phone. @param {KeyboardEvent} event */
  function scrolls(event) {
    const { target, key } = event;
    return key.startsWith("Arrow") && target !== document.body && target.scrollWidth > target.clientWidth;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || scrolls(event)) return;
    const space = event.key === " " && event.target === document.body;
    const act = space ? () => go(now + (event.shiftKey ? -1 : 1)) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  slides.forEach((slide, place) => {
    const jump = document.createElement("a");
    jump.className = "slide-jump";
    jump.href = `#${slide.id}`;
    jump.setAttribute("aria-label", slide.getAttribute("aria-label"));
    jump.addEventListener("click", (event) => {
      event.preventDefault();
      mark(place);
      overview(false);
      document.body.focus();
    });
    slide.append(jump);
  });

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting || root.classList.contains("overview")) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const middle = innerHeight / 2;
      const place = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
      if (place >= 0 && place !== now) mark(place);
    });
  }, { passive: true });

  let rest = 0;
  for (const kind of ["pointermove", "pointerdown", "keydown"]) {
    addEventListener(kind, () => {
      root.classList.add("deck-awake");
      clearTimeout(rest);
      rest = setTimeout(() => root.classList.remove("deck-awake"), REST);
    }, { passive: true });
  }

  chosenTheme();
  document.body.append(progress, bar, status);
  addEventListener("resize", () => {
    if (!root.classList.contains("overview")) slides[now].scrollIntoView({ behavior: "instant" });
  });
  mark(Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash)));
})();
