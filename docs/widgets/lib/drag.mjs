/** Dragging on a drawing, by mouse, pen and finger. */

/**
 * Tell where in a drawing a reader points: a mouse while its button is down, a finger where it is lifted, since it may
 * only have been about to scroll.
 * @param {Element} node
 * @param {(x: number, y: number) => void} point told pixels from the upper left corner, also outside the drawing
 */
export function listenToDrag(node, point) {
  const follow = (/** @type {PointerEvent} */ event) => {
    const { left, top } = node.getBoundingClientRect();
    point(event.clientX - left, event.clientY - top);
  };
  node.addEventListener("pointerdown", (/** @type {any} */ event) => {
    if (event.button !== 0) return;
    node.setPointerCapture(event.pointerId);
    if (event.pointerType !== "touch") follow(event);
  });
  node.addEventListener("pointermove", (/** @type {any} */ event) => {
    if (node.hasPointerCapture(event.pointerId)) follow(event);
  });
  node.addEventListener("pointerup", (/** @type {any} */ event) => {
    if (event.pointerType === "touch") follow(event);
  });
}
