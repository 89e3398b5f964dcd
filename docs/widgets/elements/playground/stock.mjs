/** Fetches the digits, once a page and only when they are wanted. */

const FILE = new URL("../../playground/digits.bin", import.meta.url);
const [SIDE, TRAINING] = [14, 600];

/** @type {Promise<import("../../lib/playground/data.mjs").Digits> | undefined} */
let fetched;

/** The digits: 600 to learn from and 200 to judge by, 14 pixels a side. */
export function digits() {
  fetched ??= ask().catch((error) => {
    fetched = undefined; // so that another try asks again
    throw error;
  });
  return fetched;
}

async function ask() {
  const response = await fetch(FILE);
  if (!response.ok) throw new Error(`digits: ${response.status}`);
  const file = new Uint8Array(await response.arrayBuffer());
  const count = file.length / (1 + SIDE * SIDE);
  return { side: SIDE, labels: [...file.subarray(0, count)], images: file.subarray(count), training: TRAINING };
}
