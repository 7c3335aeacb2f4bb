// Names that Django's own scripts leave out of what they build.
(() => {
  const ROLES = ".select2-selection, .select2-selection__rendered, input";

  // Select2 is named after what was chosen: with nothing chosen, after nothing.
  function nameBox(box) {
    const select = box.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) return;
    const name = label.textContent.trim().replace(/:$/, "");
    for (const part of box.querySelectorAll(ROLES)) part.setAttribute("aria-label", name);
  }

  function nameAll() {
    document.querySelectorAll("select + .select2").forEach(nameBox);
    for (const hint of document.querySelectorAll("span.help-tooltip[aria-label]")) {
      hint.setAttribute("role", "img");
    }
  }

  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();
})();
