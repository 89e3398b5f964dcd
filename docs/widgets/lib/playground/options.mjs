/** What can be chosen in the playground, how it stands in the address, and what it means. No DOM. */

/**
 * @typedef {"classes" | "digits" | "values"} Task what a net is to answer: one of two classes, a digit, or a number
 * @typedef {object} DataSet
 * @property {string} name
 * @property {string} label
 * @property {Task} task
 * @typedef {object} Settings everything that a training needs to know
 * @property {string} data
 * @property {Task} task
 * @property {number} noise
 * @property {number} seed
 * @property {number} depth hidden layers
 * @property {number} width units in each of them
 * @property {string} activation
 * @property {string} initializer
 * @property {string} cost
 * @property {string} optimizer
 * @property {number} rate
 * @property {number} batch examples a step, at most
 * @property {boolean} norm whether there is batch normalisation behind each hidden layer
 * @property {number} dropout
 * @property {number} l1
 * @property {number} l2
 * @property {number[]} points the reader's own, coded as `pointCode` does
 */

/** @type {DataSet[]} The data sets, in the order of their numbers in the address. */
export const DATA = [
  { name: "circles", label: "Circles", task: "classes" },
  { name: "xor", label: "Exclusive or", task: "classes" },
  { name: "spirals", label: "Spirals", task: "classes" },
  { name: "moons", label: "Moons", task: "classes" },
  { name: "own", label: "Own points", task: "classes" },
  { name: "hills", label: "Regression: hill, hollow", task: "values" },
  { name: "ripples", label: "Regression: ripples", task: "values" },
  { name: "digits", label: "Handwritten digits", task: "digits" },
];

/** @type {[string, string][]} Activations: name and label. */
export const ACTIVATIONS = [
  ["relu", "ReLU"],
  ["tanh", "tanh"],
  ["sigmoid", "sigmoid"],
  ["leaky_relu", "leaky ReLU"],
  ["elu", "ELU"],
  ["softplus", "softplus"],
  ["linear", "linear"],
];

/** @type {[string, string][]} Initialisers. */
export const STARTS = [
  ["he_normal", "He normal"],
  ["he_uniform", "He uniform"],
  ["glorot_normal", "Glorot normal"],
  ["glorot_uniform", "Glorot uniform"],
  ["lecun_normal", "LeCun normal"],
  ["random_normal", "normal, st. dev. 0.05"],
  ["standard_normal", "normal, st. dev. 1"],
  ["zeros", "all zero"],
];

/** @type {[string, string][]} Costs; the first is one for classes only. */
export const COST_NAMES = [
  ["crossentropy", "cross-entropy"],
  ["mean_squared_error", "squared error"],
  ["mean_absolute_error", "absolute error"],
  ["huber", "Huber"],
];

/** @type {[string, string][]} Optimisers. */
export const OPTIMISERS = [
  ["sgd", "SGD"],
  ["momentum", "momentum"],
  ["nesterov", "Nesterov"],
  ["adagrad", "AdaGrad"],
  ["rmsprop", "RMSProp"],
  ["adadelta", "AdaDelta"],
  ["adam", "Adam"],
  ["adamw", "AdamW"],
];

/** Learning rates that the slider passes through. */
export const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** Batch sizes; the last means all examples at once. */
export const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128, 100000];

/** Strengths of L1 and L2. */
export const PENALTIES = [0, 0.00001, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1];

/** Steps a second; 0 is as fast as the processor can. */
export const PACES = [10, 60, 300, 1500, 0];

/** How many points of their own readers can set. */
export const OWN_POINTS = 40;

/** The plane reaches from -EDGE to EDGE in both directions. */
export const EDGE = 2;

const GRID = 100; // places a side that own points can have

/**
 * A point as one whole number: class, column and row, plus 1, so that 0 is no point.
 * @param {number} x
 * @param {number} y
 * @param {number} label 0 or 1
 * @returns {number}
 */
export function pointCode(x, y, label) {
  const place = (/** @type {number} */ value) => {
    const cell = Math.floor(((value + EDGE) / (2 * EDGE)) * GRID);
    return Math.min(Math.max(cell, 0), GRID - 1);
  };
  return label * GRID * GRID + place(x) * GRID + place(y) + 1;
}

/**
 * The point that a code stands for.
 * @param {number} code above 0
 * @returns {{x: number, y: number, label: number}}
 */
export function pointOf(code) {
  const [label, cell] = [Math.floor((code - 1) / GRID ** 2), (code - 1) % GRID ** 2];
  const place = (/** @type {number} */ i) => ((i + 0.5) / GRID) * 2 * EDGE - EDGE;
  return { x: place(Math.floor(cell / GRID)), y: place(cell % GRID), label };
}

const FIRST_POINTS = [
  [-1.2, 1.1, 0], [-1, 0.7, 0], [1.1, -1, 0], [0.8, -1.3, 0],
  [1.2, 1.2, 1], [0.9, 0.7, 1], [-1.1, -0.9, 1], [-0.8, -1.2, 1],
];

/** @param {number} value @param {number} max */
const index = (value, max) => ({ value, min: 0, max, step: 1 });

/** @type {import("../url-state.mjs").Fields} The state of the widget. */
export const FIELDS = {
  data: index(2, DATA.length - 1),
  depth: index(2, 8),
  width: { value: 8, min: 1, max: 16, step: 1 },
  activation: index(0, ACTIVATIONS.length - 1),
  initializer: index(0, STARTS.length - 1),
  cost: index(0, COST_NAMES.length - 1),
  optimizer: index(0, OPTIMISERS.length - 1),
  rate: index(7, RATES.length - 1),
  batch: index(5, BATCHES.length - 1),
  norm: index(0, 1),
  dropout: { value: 0, min: 0, max: 0.8, step: 0.1 },
  l1: index(0, PENALTIES.length - 1),
  l2: index(0, PENALTIES.length - 1),
  noise: { value: 0.1, min: 0, max: 0.5, step: 0.05 },
  seed: { value: 1, min: 1, max: 999, step: 1 },
  pace: index(2, PACES.length - 1),
  steps: { value: 0, min: 0, max: 50000, step: 1 },
  ...Object.fromEntries(
    Array.from({ length: OWN_POINTS }, (_, i) => {
      const [x, y, label] = FIRST_POINTS[i] ?? [];
      return [`p${i + 1}`, index(label === undefined ? 0 : pointCode(x, y, label), 2 * GRID ** 2)];
    }),
  ),
};

/**
 * What a state of the widget means.
 * @param {import("../url-state.mjs").State} state
 * @returns {Settings}
 */
export function settingsOf(state) {
  const { name: data, task } = DATA[state.data];
  const codes = Array.from({ length: OWN_POINTS }, (_, i) => state[`p${i + 1}`]);
  return {
    data,
    task,
    noise: state.noise,
    seed: state.seed,
    depth: state.depth,
    width: state.width,
    activation: ACTIVATIONS[state.activation][0],
    initializer: STARTS[state.initializer][0],
    cost: costName(COST_NAMES[state.cost][0], task),
    optimizer: OPTIMISERS[state.optimizer][0],
    rate: RATES[state.rate],
    batch: BATCHES[state.batch],
    norm: state.norm === 1,
    dropout: state.dropout,
    l1: PENALTIES[state.l1],
    l2: PENALTIES[state.l2],
    points: data === "own" ? codes.filter((code) => code > 0) : [],
  };
}

/**
 * The cost by its full name: there are two cross-entropies, and none for regression.
 * @param {string} name
 * @param {Task} task
 */
function costName(name, task) {
  if (name !== "crossentropy") return name;
  if (task === "values") return "mean_squared_error";
  return task === "digits" ? "categorical_crossentropy" : "binary_crossentropy";
}
