/** Fetches the recorded nets and test digits, each file once a page and only when it is wanted. */
import { unpack } from "../../lib/digit-net.mjs";
import { SIDE } from "../../lib/drawing.mjs";

const FOLDER = new URL("../../digits/", import.meta.url);

/**
 * @typedef {import("../../lib/digit-net.mjs").Layer} Layer
 * @typedef {{name: string, accuracy: number, layers: Layer[]}} Net
 * @typedef {{label: number, row: number, pixels: Float64Array}} Digit row is its place in the test set, from 0
 * @typedef {{nets: Net[], digits: Digit[], example: import("../../lib/drawing.mjs").Point[][]}} Stock
 */

/** @type {Map<string, Promise<ArrayBuffer>>} */
const fetched = new Map();

/**
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 */
function file(name) {
  if (!fetched.has(name)) fetched.set(name, ask(name));
  return /** @type {Promise<ArrayBuffer>} */ (fetched.get(name));
}

/** @param {string} name */
async function ask(name) {
  const response = await fetch(new URL(name, FOLDER));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.arrayBuffer();
}

/**
 * Fetch some nets with their measured accuracy, the test digits and the example drawing.
 * @param {string[]} names of nets
 * @returns {Promise<Stock>}
 */
export async function stock(names) {
  try {
    const index = JSON.parse(new TextDecoder().decode(await file("index.json")));
    const [pixels, ...files] = await Promise.all([index.digits, ...names.map((name) => index.nets[name])].map((part) => file(part.file)));
    const nets = names.map((name, i) => {
      const { accuracy, layers } = index.nets[name];
      return { name, accuracy, layers: unpack(layers, files[i]) };
    });
    return { nets, digits: digits(index.digits, pixels), example: index.example };
  } catch (error) {
    fetched.clear(); // so that another try asks again
    throw error;
  }
}

/**
 * @param {{labels: number[], rows: number[]}} about
 * @param {ArrayBuffer} file
 * @returns {Digit[]}
 */
function digits({ labels, rows }, file) {
  const size = SIDE * SIDE;
  return labels.map((label, i) => {
    const pixels = Float64Array.from(new Uint8Array(file, size * i, size), (byte) => byte / 255);
    return { label, row: rows[i], pixels };
  });
}
