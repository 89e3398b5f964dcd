/** A widget's state in the address of the page, as `?widget.name=value`. No DOM. */
import { format } from "./scales.mjs";

/**
 * @typedef {object} Field one number of the state
 * @property {number} value the default
 * @property {number} min
 * @property {number} max
 * @property {number} step the values are multiples of it
 * @typedef {Record<string, Field>} Fields
 * @typedef {Record<string, number>} State
 */

/**
 * Read a state; whatever is not valid is left at its default and noted.
 * @param {Fields} fields
 * @param {string} search the query part of an address
 * @param {string} key the widget's name, put before every field
 * @returns {{state: State, notes: string[]}} notes are sentences for the reader
 */
export function read(fields, search, key) {
  const state = defaults(fields);
  const notes = [];
  for (const [name, text] of new URLSearchParams(search)) {
    if (!name.startsWith(`${key}.`)) continue;
    const field = name.slice(key.length + 1);
    if (!Object.hasOwn(fields, field)) notes.push(`There is no \u201c${shorten(field)}\u201d to set.`);
    else if (isValid(fields[field], text)) state[field] = Number(text);
    else notes.push(complaint(field, fields[field], text));
  }
  return { state, notes };
}

/**
 * Write a state into the query part of an address; what others wrote there stays, defaults are left out.
 * @param {Fields} fields
 * @param {State} state
 * @param {string} search the present query part
 * @param {string} key the widget's name
 * @returns {string} the new query part, empty or with its question mark
 */
export function write(fields, state, search, key) {
  const query = new URLSearchParams(search);
  for (const name of [...query.keys()]) if (name.startsWith(`${key}.`)) query.delete(name);
  for (const [name, field] of Object.entries(fields)) {
    if (state[name] !== field.value) query.set(`${key}.${name}`, String(state[name]));
  }
  return query.size ? `?${query}` : "";
}

/**
 * The state that nobody has touched.
 * @param {Fields} fields
 * @returns {State}
 */
export function defaults(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));
}

/**
 * Whether a text is a number that a field can hold.
 * @param {Field} field
 * @param {string} text
 * @returns {boolean}
 */
export function isValid({ min, max, step }, text) {
  if (!/^-?\d{1,9}(\.\d{1,9})?$/.test(text)) return false;
  const steps = Number(text) / step;
  return Number(text) >= min && Number(text) <= max && Math.abs(steps - Math.round(steps)) < 1e-6;
}

/**
 * @param {string} name
 * @param {Field} field
 * @param {string} text
 */
function complaint(name, { value, min, max, step }, text) {
  const digits = (String(step).split(".")[1] ?? "").length;
  const [low, high, own] = [min, max, value].map((number) => format(number, digits));
  return `The ${name} \u201c${shorten(text)}\u201d is not one of ${low} to ${high} in steps of ${step}; ${own} is used.`;
}

/** @param {string} text */
const shorten = (text) => (text.length > 20 ? `${text.slice(0, 20)}\u2026` : text);
