/** The dense layer, in which every unit looks at every input, and an activation as a layer of its own. No DOM. */
import { ACTIVATIONS } from "./activations.mjs";
import { INITIALIZERS } from "./initializers.mjs";
import { Matrix, columnSums, times, timesTransposed, transposedTimes } from "./matrix.mjs";

/**
 * @typedef {import("./initializers.mjs").Initializer} Initializer
 * @typedef {import("./regularizers.mjs").Regularizer} Regularizer
 * @typedef {Record<string, Float64Array>} Arrays
 * @typedef {object} Pass how a batch goes forward
 * @property {boolean} [training] whether layers behave as in training
 * @property {() => number} [draw] uniform numbers, for layers that need some in training
 * @typedef {{y: Matrix, cache: any}} Forward the output, and what the way back needs
 * @typedef {{dX: Matrix, gradients: Arrays}} Backward the derivative by the input, and one for each parameter
 * @typedef {object} Layer y = f(x), and from dC/dy back to dC/dx and to dC/dw for each parameter w
 * @property {string} kind
 * @property {Arrays} params what is learned by descent
 * @property {Arrays} state what is kept, but not learned
 * @property {Record<string, Regularizer>} [regularizers] the penalty on each parameter that has one
 * @property {(inputs: number, draw: () => number) => number} build makes the parameters, returns the number of outputs
 * @property {(x: Matrix, pass?: Pass) => Forward} forward
 * @property {(dY: Matrix, cache: any) => Backward} backward
 */

/** A layer that ends in an activation: a network may stop it halfway, at the logits z. */
export class ActivatedLayer {
  /** @type {Arrays} */
  params = {};
  /** @type {Arrays} */
  state = {};

  /** @param {string} activation name of f */
  constructor(activation) {
    if (!(activation in ACTIVATIONS)) throw new Error(`there is no activation called ${activation}`);
    this.activation = activation;
  }

  /**
   * f(z), and what the way back needs.
   * @param {Matrix} x
   * @returns {Forward}
   */
  forward(x) {
    const z = this.logits(x);
    const a = ACTIVATIONS[this.activation].forward(z);
    return { y: a, cache: { x, z, a } };
  }

  /**
   * Back through the activation, then through the linear part.
   * @param {Matrix} dA
   * @param {any} cache what `forward` returned
   * @returns {Backward}
   */
  backward(dA, { x, z, a }) {
    return this.backwardLogits(ACTIVATIONS[this.activation].backward(dA, z, a), x);
  }

  /**
   * What enters the activation.
   * @param {Matrix} x
   * @returns {Matrix}
   */
  logits(x) {
    return x;
  }

  /**
   * Back through the linear part.
   * @param {Matrix} dZ
   * @param {Matrix} x
   * @returns {Backward}
   */
  backwardLogits(dZ, x) {
    return { dX: dZ, gradients: {} };
  }
}

/** An activation as a layer of its own, for instance behind a batch normalisation. */
export class Activation extends ActivatedLayer {
  kind = "activation";

  /** @param {number} inputs */
  build(inputs) {
    return inputs;
  }
}

/** Z = X W + b, A = f(Z); and back d_W = X^T d_Z, d_b = sum of the rows of d_Z, d_X = d_Z W^T. */
export class Dense extends ActivatedLayer {
  kind = "dense";

  /**
   * @param {number} units
   * @param {object} [options]
   * @param {string} [options.activation]
   * @param {Initializer} [options.kernelInitializer]
   * @param {Initializer} [options.biasInitializer]
   * @param {Regularizer} [options.kernelRegularizer]
   */
  constructor(units, options = {}) {
    super(options.activation ?? "linear");
    this.units = units;
    this.initializers = {
      kernel: options.kernelInitializer ?? INITIALIZERS.glorot_uniform,
      bias: options.biasInitializer ?? INITIALIZERS.zeros,
    };
    /** @type {Record<string, Regularizer>} */
    this.regularizers = options.kernelRegularizer ? { kernel: options.kernelRegularizer } : {};
  }

  /** @param {number} inputs @param {() => number} draw */
  build(inputs, draw) {
    this.params.kernel = this.initializers.kernel(inputs, this.units, draw);
    this.params.bias = this.initializers.bias(1, this.units, draw);
    return this.units;
  }

  /** The kernel as a matrix, (inputs, units): one column a unit. */
  get kernel() {
    return new Matrix(this.params.kernel.length / this.units, this.units, this.params.kernel);
  }

  /** @param {Matrix} x */
  logits(x) {
    const z = times(x, this.kernel);
    const { bias } = this.params;
    for (let i = 0; i < z.rows; i++) for (let j = 0; j < z.cols; j++) z.data[i * z.cols + j] += bias[j];
    return z;
  }

  /** @param {Matrix} dZ @param {Matrix} x */
  backwardLogits(dZ, x) {
    const gradients = { kernel: transposedTimes(x, dZ).data, bias: columnSums(dZ) };
    return { dX: timesTransposed(dZ, this.kernel), gradients };
  }
}
