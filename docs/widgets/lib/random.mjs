/** Seeded random numbers: the same seed gives the same numbers in every browser. No DOM. */

/**
 * A stream of uniform numbers (mulberry32: one 32-bit word of state, enough for demonstrations).
 * @param {number} seed a whole number from 0 to 2^32 - 1
 * @returns {() => number} each call returns the next number, at least 0 and below 1
 */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A stream of normal numbers with mean 0 and standard deviation 1 (Box and Muller, 1958).
 * @param {() => number} draw a stream of uniform numbers
 * @returns {() => number} each call returns the next number
 */
export function normal(draw) {
  return () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/**
 * The numbers 0 to n - 1 in a random order (Fisher and Yates).
 * @param {number} n
 * @param {() => number} draw a stream of uniform numbers
 * @returns {Uint32Array}
 */
export function shuffled(n, draw) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
