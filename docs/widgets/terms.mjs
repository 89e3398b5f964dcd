/**
 * Shows the definition of a term beside it: to the pointer that rests on it, to the keyboard that reaches it, to the
 * first touch (the second follows the link). Escape puts it away. Screen readers have the definition already.
 */

const LINGER = 200; // ms that the definition stays when the pointer leaves, long enough to reach it
const APART = 6; // px between a term and its definition
const PHONE = "(max-width: 59.9375em)";

const tip = document.createElement("div");
tip.className = "term-tip";
tip.ariaHidden = "true";
tip.popover = "manual";

/** @type {HTMLElement | undefined} the term whose definition is shown */
let shown;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;

/** @param {EventTarget | null} target @returns {HTMLElement | null} the term there, if there is one */
function termAt(target) {
  return target instanceof Element ? target.closest("a.term[data-definition]") : null;
}

/** @param {HTMLElement} term */
function show(term) {
  clearTimeout(leaving);
  if (shown === term) return;
  shown = term;
  tip.textContent = term.dataset.definition ?? "";
  if (!tip.isConnected) document.body.append(tip);
  tip.showPopover();
  place(term);
}

/** Above the term where there is room, else below; on phones the style sheet puts it at the foot. @param {HTMLElement} term */
function place(term) {
  const phone = matchMedia(PHONE).matches;
  const [line] = term.getClientRects();
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(APART, Math.min(line.left + (line.width - width) / 2, innerWidth - width - APART));
  const above = line.top - height - APART;
  tip.style.left = phone ? "" : `${left}px`;
  tip.style.top = phone ? "" : `${above > APART ? above : line.bottom + APART}px`;
}

function hide() {
  clearTimeout(leaving);
  if (!shown) return;
  shown = undefined;
  tip.hidePopover();
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, LINGER);
}

/** Listen, from now on and on all pages that instant navigation brings: the listeners are the document's. */
export function explain() {
  let touch = false;
  document.addEventListener("pointerdown", (event) => {
    touch = event.pointerType === "touch";
    if (!termAt(event.target)) hide();
  });
  document.addEventListener("pointerover", (event) => {
    const term = termAt(event.target);
    if (event.pointerType === "touch") return;
    if (term) show(term);
    else if (event.target === tip) clearTimeout(leaving);
    else if (shown && shown !== document.activeElement) leave();
  });
  document.addEventListener("focusin", (event) => {
    const term = termAt(event.target);
    if (term?.matches(":focus-visible") && !touch) show(term);
    else if (!term) hide();
  });
  document.addEventListener("focusout", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", hide, { passive: true });
  document.addEventListener(
    "click",
    (event) => {
      const term = termAt(event.target);
      if (!term || !touch || shown === term) return hide();
      event.preventDefault();
      event.stopPropagation(); // instant navigation would follow the link
      show(term);
    },
    { capture: true },
  );
}
