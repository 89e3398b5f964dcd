/** The eight optimisers, from simple to complex, with Keras' conventions. No DOM. */

/**
 * @typedef {Record<string, Float64Array>} Arrays arrays by name, such as parameters or gradients
 * @typedef {{step: number, [slot: string]: number | Arrays}} State
 */

/** What every optimiser shares: named memories, and one update for arrays by name. It knows no network. */
export class Optimizer {
  /** @type {Record<string, number>} the memories and the value they start at */
  slots = {};

  /** @param {number} rate the learning rate eta */
  constructor(rate = 0.01) {
    this.rate = rate;
  }

  /**
   * The state before the first step.
   * @param {Arrays} params
   * @returns {State}
   */
  init(params) {
    /** @type {State} */
    const state = { step: 0 };
    for (const [slot, start] of Object.entries(this.slots)) {
      const filled = Object.entries(params).map(([key, w]) => [key, new Float64Array(w.length).fill(start)]);
      state[slot] = Object.fromEntries(filled);
    }
    return state;
  }

  /**
   * One step of descent: the parameters and the state are changed in place.
   * @param {Arrays} gradients
   * @param {State} state
   * @param {Arrays} params
   */
  apply(gradients, state, params) {
    state.step += 1;
    for (const [key, g] of Object.entries(gradients)) {
      const memories = Object.keys(this.slots).map((slot) => /** @type {Arrays} */ (state[slot])[key]);
      this.rule(params[key], g, state.step, memories[0], memories[1], key);
    }
  }

  /**
   * The formula, for one array; `w` and the memories are changed in place.
   * @param {Float64Array} w parameters
   * @param {Float64Array} g their gradient
   * @param {number} t number of the step, from 1
   * @param {Float64Array} first the first memory, if there is one
   * @param {Float64Array} second the second memory, if there is one
   * @param {string} key the array's name
   */
  rule(w, g, t, first, second, key) {}
}

/** Plain gradient descent: w <- w - eta g. */
export class SGD extends Optimizer {
  rule(w, g) {
    for (let i = 0; i < w.length; i++) w[i] -= this.rate * g[i];
  }
}

/** The heavy ball: v <- mu v - eta g, w <- w + v. */
export class Momentum extends Optimizer {
  slots = { velocity: 0 };

  /** @param {number} [rate] @param {number} [momentum] mu, the share of the old velocity that is kept */
  constructor(rate = 0.01, momentum = 0.9) {
    super(rate);
    this.momentum = momentum;
  }

  rule(w, g, t, v) {
    for (let i = 0; i < w.length; i++) {
      v[i] = this.momentum * v[i] - this.rate * g[i];
      w[i] += v[i];
    }
  }
}

/** Nesterov's momentum in the shifted form: v <- mu v - eta g, w <- w + mu v - eta g. */
export class Nesterov extends Momentum {
  rule(w, g, t, v) {
    for (let i = 0; i < w.length; i++) {
      v[i] = this.momentum * v[i] - this.rate * g[i];
      w[i] += this.momentum * v[i] - this.rate * g[i];
    }
  }
}

/** AdaGrad: s <- s + g^2, w <- w - eta g / sqrt(s + epsilon), with s at 0.1 in the beginning. */
export class AdaGrad extends Optimizer {
  /** @param {number} [rate] @param {number} [start] s in the beginning @param {number} [epsilon] */
  constructor(rate = 0.001, start = 0.1, epsilon = 1e-7) {
    super(rate);
    this.epsilon = epsilon;
    this.slots = { accumulator: start };
  }

  rule(w, g, t, s) {
    for (let i = 0; i < w.length; i++) {
      s[i] += g[i] * g[i];
      w[i] -= (this.rate * g[i]) / Math.sqrt(s[i] + this.epsilon);
    }
  }
}

/** RMSProp: s <- rho s + (1 - rho) g^2, w <- w - eta g / sqrt(s + epsilon). */
export class RMSProp extends Optimizer {
  slots = { mean_square: 0 };

  /** @param {number} [rate] @param {number} [rho] share of the past that is kept @param {number} [epsilon] */
  constructor(rate = 0.001, rho = 0.9, epsilon = 1e-7) {
    super(rate);
    this.rho = rho;
    this.epsilon = epsilon;
  }

  rule(w, g, t, s) {
    for (let i = 0; i < w.length; i++) {
      s[i] = this.rho * s[i] + (1 - this.rho) * g[i] * g[i];
      w[i] -= (this.rate * g[i]) / Math.sqrt(s[i] + this.epsilon);
    }
  }
}

/** AdaDelta: d = -g sqrt(u + epsilon) / sqrt(s + epsilon) with moving means s of g^2 and u of d^2, w <- w + eta d. */
export class AdaDelta extends Optimizer {
  slots = { mean_square: 0, mean_square_update: 0 };

  /** @param {number} [rate] @param {number} [rho] share of the past that is kept @param {number} [epsilon] */
  constructor(rate = 0.001, rho = 0.95, epsilon = 1e-7) {
    super(rate);
    this.rho = rho;
    this.epsilon = epsilon;
  }

  rule(w, g, t, s, u) {
    for (let i = 0; i < w.length; i++) {
      s[i] = this.rho * s[i] + (1 - this.rho) * g[i] * g[i];
      const d = (-g[i] * Math.sqrt(u[i] + this.epsilon)) / Math.sqrt(s[i] + this.epsilon);
      u[i] = this.rho * u[i] + (1 - this.rho) * d * d; // after d, which uses the previous u
      w[i] += this.rate * d;
    }
  }
}

/** Adam: moving means m of g and v of g^2, w <- w - alpha m / (sqrt(v) + epsilon), alpha with both bias corrections. */
export class Adam extends Optimizer {
  slots = { first_moment: 0, second_moment: 0 };

  /** @param {number} [rate] @param {number} [beta1] @param {number} [beta2] @param {number} [epsilon] */
  constructor(rate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7) {
    super(rate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  rule(w, g, t, m, v) {
    const alpha = (this.rate * Math.sqrt(1 - this.beta2 ** t)) / (1 - this.beta1 ** t);
    for (let i = 0; i < w.length; i++) {
      m[i] += (1 - this.beta1) * (g[i] - m[i]);
      v[i] += (1 - this.beta2) * (g[i] * g[i] - v[i]);
      w[i] -= (alpha * m[i]) / (Math.sqrt(v[i]) + this.epsilon);
    }
  }
}

/** AdamW: Adam, and every weight shrinks by itself: w <- w - eta lambda w - alpha m / (sqrt(v) + epsilon). */
export class AdamW extends Adam {
  /** @param {number} [rate] @param {number} [decay] lambda @param {string[]} [exclude] words in names that spare an array */
  constructor(rate = 0.001, decay = 0.004, exclude = []) {
    super(rate);
    this.decay = decay;
    this.exclude = exclude;
  }

  rule(w, g, t, m, v, key) {
    const decays = !this.exclude.some((word) => key.includes(word));
    if (decays) for (let i = 0; i < w.length; i++) w[i] -= this.rate * this.decay * w[i];
    super.rule(w, g, t, m, v);
  }
}

/** The optimisers by name, in the order of the chapter. */
export const OPTIMIZERS = {
  sgd: SGD,
  momentum: Momentum,
  nesterov: Nesterov,
  adagrad: AdaGrad,
  rmsprop: RMSProp,
  adadelta: AdaDelta,
  adam: Adam,
  adamw: AdamW,
};
