/** Training: draw mini-batches, measure cost and gradients, let the optimiser step, and again. No DOM. */

/**
 * @typedef {import("./matrix.mjs").Matrix} Matrix
 * @typedef {import("./network.mjs").Network} Network
 * @typedef {import("./optimizers.mjs").Optimizer} Optimizer
 */

/** A training in progress. */
export class Trainer {
  /**
   * @param {Network} net it is changed in place
   * @param {Matrix} x inputs
   * @param {Matrix} y targets
   * @param {object} how
   * @param {string | import("./costs.mjs").Cost} how.cost
   * @param {Optimizer} how.optimizer
   * @param {number} [how.batchSize] examples a step; all at once if left out
   * @param {() => number} [how.draw] uniform numbers for what layers need in training, such as dropout
   */
  constructor(net, x, y, { cost, optimizer, batchSize = x.rows, draw }) {
    this.net = net;
    this.x = x;
    this.y = y;
    this.cost = cost;
    this.optimizer = optimizer;
    this.batchSize = batchSize;
    this.draw = draw;
    this.memory = optimizer.init(net.params);
  }

  /**
   * One pass over the examples, the last batch as short as need be.
   * @param {ArrayLike<number>} [order] numbers of the examples; left out, they come as they are
   * @returns {number} the mean cost over the epoch, as it was while the net learned
   */
  epoch(order = Array.from({ length: this.x.rows }, (_, i) => i)) {
    let total = 0;
    for (let start = 0; start < order.length; start += this.batchSize) {
      const rows = Array.prototype.slice.call(order, start, start + this.batchSize);
      total += rows.length * this.step(this.x.take(rows), this.y.take(rows));
    }
    return total / order.length;
  }

  /**
   * One step of descent.
   * @param {Matrix} x the batch's inputs
   * @param {Matrix} y the batch's targets
   * @returns {number} the cost before the step
   */
  step(x, y) {
    const pass = { training: true, draw: this.draw };
    const { value, gradients } = this.net.costAndGradients(x, y, this.cost, pass);
    this.optimizer.apply(gradients, this.memory, this.net.params);
    return value;
  }
}
