/** What the widget draw-a-digit says in words. No DOM. */

/**
 * @typedef {{name: string, winner: number, probability: number, otherwise: number}} Said what a net says of the sheet as
 *   it is prepared now, and which digit it would say if it were prepared the other way
 */

/**
 * A probability as a share that does not claim to be certain.
 * @param {number} probability
 * @returns {string}
 */
export function share(probability) {
  if (probability > 0.995) return "over 99\u00a0%";
  return `${Math.round(100 * probability)}\u00a0%`;
}

/**
 * Words in a row: "a", "a and b", "a, b and c".
 * @param {(string | number)[]} words
 * @returns {string}
 */
export function list(words) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/**
 * Say what the nets make of the sheet.
 * @param {Said[]} said one of each net; none on an empty sheet
 * @param {{subject: string, label: number | null, prepared: boolean}} sheet what is on it, in words
 * @returns {string}
 */
export function describe(said, { subject, label, prepared }) {
  if (said.length === 0) return "The sheet is empty. Draw a digit on it, or choose a test digit.";
  const answers = said.map(({ name, winner, probability }) => `the ${name} net says ${winner} (${share(probability)})${verdict(winner, label)}`);
  return `${subject}: ${answers.join("; ")}. ${comparison(said, prepared)}`;
}

/**
 * @param {number} winner
 * @param {number | null} label
 */
function verdict(winner, label) {
  if (label === null) return "";
  return winner === label ? ", rightly" : ", and is wrong";
}

/**
 * What scaling and centring have changed, or would change.
 * @param {Said[]} said
 * @param {boolean} prepared
 */
function comparison(said, prepared) {
  const other = list(said.map(({ otherwise }) => otherwise));
  const same = said.every(({ winner, otherwise }) => winner === otherwise);
  const whose = said.length > 1 ? "they would say" : "it would say";
  if (prepared) return same ? "Left where it is, it would be read the same way." : `Left where it is and as large as it is, ${whose} ${other}.`;
  return same ? "Scaling and centring would change nothing." : `Scaled and centred as MNIST was, ${whose} ${other}.`;
}
