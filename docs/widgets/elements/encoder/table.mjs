/** A row for each message: three hidden activations as bars, the rounded code, what comes back. */
import { html } from "../../lib/dom.mjs";
import { rounded, shared, undecided } from "../../lib/encoder.mjs";

/** The table. */
export class Table {
  constructor() {
    this.rows = Array.from({ length: 8 }, (_, i) => row(i + 1));
    const heads = ["In", "1st", "2nd", "3rd", "Code", "Out"].map((text) => html("th", { scope: "col" }, text));
    this.node = html(
      "table",
      { class: "en-table" },
      html("caption", { class: "en-title" }, "The same in numbers"),
      html("thead", {}, html("tr", {}, ...heads)),
      html("tbody", {}, ...this.rows.map(({ node }) => node)),
    );
  }

  /** @param {import("../../lib/encoder.mjs").Moment} moment */
  draw({ codes, answers }) {
    const twins = shared(codes).flat();
    this.rows.forEach(({ node, bars, code, back }, i) => {
      node.dataset.mood = codes[i].some(undecided) ? "open" : "set";
      bars.forEach((bar, j) => {
        bar.textContent = codes[i][j].toFixed(2);
        bar.style.setProperty("--share", `${100 * codes[i][j]}%`);
      });
      code.textContent = rounded(codes[i]);
      code.classList.toggle("en-twin", twins.includes(i));
      const right = answers[i] === i;
      back.textContent = right ? `${i + 1} \u2713` : `${answers[i] + 1} \u2717`;
      back.classList.toggle("en-wrong", !right);
    });
  }
}

/** @param {number} number */
function row(number) {
  const bars = [1, 2, 3].map(() => html("span", { class: "en-bar" }));
  const [code, back] = [html("td", { class: "en-code" }), html("td", { class: "en-back" })];
  const head = html("th", { scope: "row" }, html("span", { class: "en-chip" }, String(number)));
  const node = html("tr", {}, head, ...bars.map((bar) => html("td", {}, bar)), code, back);
  return { node, bars, code, back };
}
