/** Native, labelled controls. */
import { html, uniqueId } from "./dom.mjs";

/**
 * A button.
 * @param {string} label
 * @param {() => void} press
 * @returns {HTMLButtonElement}
 */
export function button(label, press) {
  const node = html("button", { type: "button", class: "dl-button" }, label);
  node.addEventListener("click", press);
  return node;
}

/**
 * A slider with its label and its value in words.
 * @param {string} label
 * @param {import("./url-state.mjs").Field} field
 * @param {(value: number) => void} input called with each new value
 * @param {(value: number) => string} show the value as text
 * @returns {{node: HTMLElement, set: (value: number) => void}}
 */
export function slider(label, field, input, show) {
  const id = uniqueId("dl-slider");
  const range = html("input", { id, type: "range", min: field.min, max: field.max, step: field.step });
  const shown = html("span", { class: "dl-value", "aria-hidden": "true" }); // an <output> would be read out at each step
  const put = (/** @type {number} */ value) => {
    if (Number(range.value) !== value) range.value = String(value);
    shown.textContent = show(value);
    range.setAttribute("aria-valuetext", show(value));
  };
  range.addEventListener("input", () => input(Number(range.value)));
  const name = html("label", { for: id }, label);
  return { node: html("div", { class: "dl-slider" }, name, shown, range), set: put };
}

/**
 * A choice of one among a few, as radio buttons in a fieldset.
 * @param {string} legend
 * @param {[string, string][]} options value and label of each
 * @param {(value: string) => void} choose called with the value that was chosen
 * @returns {{node: HTMLElement, set: (value: string) => void}} `set` with an unknown value clears the choice
 */
export function choice(legend, options, choose) {
  const name = uniqueId("dl-choice");
  const radios = options.map(([value]) => html("input", { type: "radio", name, value }));
  const labels = options.map(([, label], i) => html("label", {}, radios[i], html("span", {}, label)));
  const node = html("fieldset", { class: "dl-choice" }, html("legend", {}, legend), ...labels);
  node.addEventListener("change", (/** @type {any} */ event) => choose(event.target.value));
  const put = (/** @type {string} */ value) => {
    for (const radio of radios) radio.checked = radio.value === value;
  };
  return { node, set: put };
}

/**
 * A choice of one among several, as a list that opens.
 * @param {string} label
 * @param {string[]} options the values are their numbers, from 0
 * @param {(value: number) => void} choose called with the number of the option that was chosen
 * @returns {{node: HTMLElement, set: (value: number) => void}}
 */
export function select(label, options, choose) {
  const id = uniqueId("dl-select");
  const list = html("select", { id }, ...options.map((text, i) => html("option", { value: i }, text)));
  list.addEventListener("change", () => choose(Number(list.value)));
  const put = (/** @type {number} */ value) => {
    if (Number(list.value) !== value) list.value = String(value);
  };
  return { node: html("div", { class: "dl-select" }, html("label", { for: id }, label), list), set: put };
}

/**
 * Something that is on or off.
 * @param {string} label
 * @param {(on: boolean) => void} turn called with what it has become
 * @returns {{node: HTMLElement, set: (on: boolean) => void}}
 */
export function checkbox(label, turn) {
  const box = html("input", { type: "checkbox" });
  box.addEventListener("change", () => turn(box.checked));
  const put = (/** @type {boolean} */ on) => {
    box.checked = on;
  };
  return { node: html("label", { class: "dl-checkbox" }, box, html("span", {}, label)), set: put };
}
