// The «+» between blocks and the kinds it offers, for the keyboard too.
(() => {
  const PLUS = ".order-machine-insert-target";
  const KIND = ".plugin-button";

  function prepare() {
    for (const element of document.querySelectorAll(`${PLUS}, ${KIND}`)) {
      element.tabIndex = 0;
      element.setAttribute("role", "button");
    }
    for (const plus of document.querySelectorAll(PLUS)) {
      plus.setAttribute("aria-label", "Inserisci qui un blocco");
    }
  }

  document.addEventListener("content-editor:ready", prepare);
  document.addEventListener("content-editor:activate", prepare);
  document.addEventListener("keydown", (event) => {
    const target = event.target.closest?.(`${PLUS}, ${KIND}`);
    if (!target || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    target.click();
    if (target.matches(PLUS)) {
      document.querySelector(`${KIND}[data-plugin-prefix]`)?.focus();
    }
  });
})();
