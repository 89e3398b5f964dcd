/** The playground's net as a program: for dlbook and for Keras, on request with the weights that it has now. No DOM. */
import { LAST } from "./build.mjs";

/**
 * @typedef {import("./options.mjs").Settings} Settings
 * @typedef {Record<string, ArrayLike<number>>} Weights parameters and moving statistics by name
 */

const ORDER = ["kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance"];

/** @type {Record<string, [string, string]>} Calls of the optimisers in dlbook and Keras; R is the rate. */
const OPTIMISERS = {
  sgd: ["SGD(R)", "SGD(R)"],
  momentum: ["Momentum(R)", "SGD(R, momentum=0.9)"],
  nesterov: ["Nesterov(R)", "SGD(R, momentum=0.9, nesterov=True)"],
  adagrad: ["AdaGrad(R)", "Adagrad(R)"],
  rmsprop: ["RMSProp(R)", "RMSprop(R)"],
  adadelta: ["AdaDelta(R)", "Adadelta(R)"],
  adam: ["Adam(R)", "Adam(R)"],
  adamw: ["AdamW(R)", "AdamW(R)"],
};

/**
 * A program for `dlbook`.
 * @param {Settings} settings
 * @param {Weights | null} [weights] to be put into the net
 * @returns {string}
 */
export function dlbookCode(settings, weights = null) {
  const { task, batch, seed, optimizer, rate } = settings;
  const inputs = task === "digits" ? 196 : 2;
  const layers = describe(settings, { start: "nn.RandomNormal(0.0, 1.0)", penalty: "nn.L1L2", norm: "BatchNorm()", prefix: "nn." });
  return [
    "import numpy as np",
    "from dlbook import nn",
    "",
    "net = nn.Sequential([",
    ...layers.map((layer) => `    ${layer},`),
    "])",
    `net.build(input_shape=(${inputs},), rng=np.random.default_rng(${seed}))`,
    ...given(weights),
    `optimizer = nn.${OPTIMISERS[optimizer][0].replace("R", String(rate))}`,
    "",
    "# with your data in x and y:",
    `# nn.fit(net, x, y, cost="${settings.cost}", optimizer=optimizer,`,
    `#        batch_size=${batch > 1000 ? "len(x)" : batch}, epochs=100, rng=np.random.default_rng(${seed}))`,
    "",
  ].join("\n");
}

/**
 * A program for Keras.
 * @param {Settings} settings
 * @param {Weights | null} [weights] to be put into the model
 * @returns {string}
 */
export function kerasCode(settings, weights = null) {
  const { task, batch, seed, optimizer, rate } = settings;
  const inputs = task === "digits" ? 196 : 2;
  const layers = describe(settings, {
    start: "keras.initializers.RandomNormal(0.0, 1.0)",
    penalty: "keras.regularizers.L1L2",
    norm: "BatchNormalization()",
    prefix: "layers.",
  });
  const metrics = task === "values" ? "" : ', metrics=["accuracy"]';
  return [
    ...(weights ? ["import numpy as np"] : []),
    "import keras",
    "from keras import layers",
    "",
    `keras.utils.set_random_seed(${seed})`,
    "model = keras.Sequential([",
    `    keras.Input((${inputs},)),`,
    ...layers.map((layer) => `    ${layer},`),
    "])",
    ...loaded(weights),
    "model.compile(",
    `    optimizer=keras.optimizers.${OPTIMISERS[optimizer][1].replace("R", String(rate))},`,
    `    loss="${settings.cost}"${metrics},`,
    ")",
    "",
    "# with your data in x and y:",
    `# model.fit(x, y, batch_size=${batch > 1000 ? "len(x)" : batch}, epochs=100)`,
    "",
  ].join("\n");
}

/**
 * The calls that make the layers.
 * @param {Settings} settings
 * @param {{start: string, penalty: string, norm: string, prefix: string}} names
 * @returns {string[]}
 */
function describe({ depth, width, activation, initializer, norm, dropout, l1, l2, task }, names) {
  const start = initializer === "standard_normal" ? names.start : `"${initializer}"`;
  const penalty = l1 || l2 ? `,\n        kernel_regularizer=${names.penalty}(${plain(l1)}, ${plain(l2)})` : "";
  const dense = (/** @type {number} */ units, /** @type {string} */ f) =>
    `${names.prefix}Dense(${units}, activation="${f}", kernel_initializer=${start}${penalty})`;
  const block = [
    dense(width, activation),
    ...(norm ? [names.prefix + names.norm] : []),
    ...(dropout ? [`${names.prefix}Dropout(${dropout})`] : []),
  ];
  return [...Array.from({ length: depth }, () => block).flat(), dense(task === "digits" ? 10 : 1, LAST[task])];
}

/** A number without an exponent. @param {number} value */
const plain = (value) => (value === 0 ? "0.0" : String(Number(value.toFixed(8))).replace("1e-5", "0.00001"));

/** @param {Weights | null} weights */
function given(weights) {
  if (!weights) return [];
  const lines = Object.entries(weights).map(([key, values]) => `    "${key}": ${array(key, values, weights)},`);
  return ["net.set_weights({", ...lines, "})"];
}

/** @param {Weights | null} weights in Keras' order: layer by layer, each with its own in the order of ORDER */
function loaded(weights) {
  if (!weights) return [];
  const lines = inOrder(Object.keys(weights)).map((key) => `    ${array(key, weights[key], weights)},`);
  return ["model.set_weights([", ...lines, "])"];
}

/** @param {string[]} keys such as "dense_1/kernel" */
function inOrder(keys) {
  const place = (/** @type {string} */ key) => {
    const [, kind, number, name] = /** @type {string[]} */ (/^(\w+)_(\d+)\/(\w+)$/.exec(key));
    return Number(number) * 100 + (kind === "dense" ? 0 : 50) + ORDER.indexOf(name);
  };
  return keys.sort((a, b) => place(a) - place(b));
}

/**
 * @param {string} key
 * @param {ArrayLike<number>} values
 * @param {Weights} weights
 */
function array(key, values, weights) {
  const numbers = Array.from(values, (value) => String(Number(value.toPrecision(7))));
  if (!key.endsWith("/kernel")) return `np.array([${numbers.join(", ")}])`;
  const units = weights[key.replace("kernel", "bias")].length;
  return `np.array([${numbers.join(", ")}]).reshape(-1, ${units})`;
}
