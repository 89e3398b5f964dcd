/**
 * The gallery is complete without this file. It adds a field to search it and a choice of the chapter.
 */

/**
 * Put the controls on top of the gallery of a page, if it has one; a second call does nothing more.
 * @param {Document} page
 */
export function enhance(page) {
  const sections = [...page.querySelectorAll(".gallery")];
  const heading = sections[0]?.previousElementSibling;
  if (!heading || page.querySelector(".gallery-controls")) return;
  const { form, search, chapter, status } = controls(page, sections);
  heading.before(form);
  const update = () => {
    const shown = filter(sections, search.value, chapter.value);
    status.textContent = `${shown} of ${page.querySelectorAll(".gallery-figure").length} figures`;
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  update();
}

/**
 * @param {Document} page
 * @param {Element[]} sections
 */
function controls(page, sections) {
  const form = page.createElement("form");
  form.className = "gallery-controls";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Figures");
  const search = page.createElement("input");
  search.type = "search";
  const chapter = page.createElement("select");
  chapter.append(new Option("All chapters", ""), ...sections.map((one) => new Option(title(one), title(one))));
  const status = page.createElement("p");
  status.setAttribute("role", "status");
  form.append(...labelled(page, "Search", search), ...labelled(page, "Chapter", chapter), status);
  return { form, search, chapter, status };
}

/**
 * @param {Document} page
 * @param {string} text
 * @param {HTMLElement} control
 */
function labelled(page, text, control) {
  const label = page.createElement("label");
  control.id = `gallery-${text.toLowerCase()}`;
  label.htmlFor = control.id;
  label.textContent = text;
  return [label, control];
}

/** @param {Element} section */
function title(section) {
  return (section.previousElementSibling?.firstChild?.textContent ?? "").trim();
}

/**
 * Show the figures that hold all words, of one chapter or of all.
 * @param {Element[]} sections
 * @param {string} wanted words
 * @param {string} chapter its title, or ""
 * @returns {number} how many are shown
 */
function filter(sections, wanted, chapter) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const section of sections) {
    let here = 0;
    for (const figure of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".gallery-figure"))) {
      const text = figure.textContent?.toLowerCase() ?? "";
      const fits = (!chapter || chapter === title(section)) && words.every((word) => text.includes(word));
      figure.hidden = !fits;
      here += Number(fits);
    }
    for (const part of [section, section.previousElementSibling]) {
      /** @type {HTMLElement} */ (part).hidden = here === 0;
    }
    shown += here;
  }
  return shown;
}
