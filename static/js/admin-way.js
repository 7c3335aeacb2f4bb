// A link of the list of what is missing leads to its field, also to those that a
// plain link does not reach: inside an editor, a choice with search, a closed part.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-field]");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  const place = field.closest(".form-row") ?? field;
  place.scrollIntoView({ block: "center" });
  focus(field, place);
});

function focus(field, place) {
  const editor = window.CKEDITOR?.instances[field.id];
  const choice = place.querySelector(".select2-selection");
  if (editor) editor.focus();
  else if (choice && field.tagName === "SELECT") choice.focus();
  else (field.matches("div") ? field.querySelector("input") : field)?.focus();
}

// A button pressed twice sends once. What did not leave may be sent again.
const ENOUGH = 5000;

window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || event.submitter?.formTarget) return;
  if (Date.now() - (form.dataset.sentAt ?? 0) < ENOUGH) event.preventDefault();
  else form.dataset.sentAt = Date.now();
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sentAt;
});
