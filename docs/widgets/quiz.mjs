/**
 * Quick checks work without this file. It only tells screen readers what appears when an option is chosen:
 * one status region per question repeats the feedback in words.
 */

/**
 * Announce the feedback of every quick check below a node; a second call for the same one does nothing more.
 * @param {ParentNode} root where to look, such as the document
 */
export function enhance(root) {
  for (const quiz of root.querySelectorAll("fieldset.quiz:not([data-announced])")) {
    quiz.setAttribute("data-announced", "");
    const status = document.createElement("p");
    status.className = "unseen";
    status.setAttribute("role", "status");
    quiz.append(status);
    quiz.addEventListener("change", (event) => {
      const option = /** @type {Element} */ (event.target).closest(".quiz-option");
      status.textContent = option?.querySelector(".quiz-feedback")?.textContent ?? "";
    });
  }
}
