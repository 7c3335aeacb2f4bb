// Links to the preview are made, copied and taken back without leaving the form.
"use strict";
(() => {
  const SELECTOR = "[data-preview-panel]";

  // Copying needs a script: without one the address is there to be selected.
  function wake() {
    for (const button of document.querySelectorAll(`${SELECTOR} [data-copy]`)) button.hidden = false;
  }

  function say(words) {
    document.querySelector(`${SELECTOR} [role="status"]`).textContent = words;
  }

  async function copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      say("Copiato: incollalo nel messaggio a chi deve leggere.");
    } catch {
      field.select();
      say("Il link è selezionato: copialo tu.");
    }
  }

  async function exchange(form) {
    const body = new FormData(form);
    body.append("fragment", "1");
    const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
    const shown = document.createRange().createContextualFragment(await answer.text());
    const panel = shown.querySelector(SELECTOR);
    if (!answer.ok || !panel) throw new Error(answer.status);
    const said = panel.querySelector('[role="status"]');
    const words = said.textContent;
    said.textContent = "";
    document.querySelector(SELECTOR).replaceWith(panel);
    wake();
    // Said once it is in the page: what comes with its words is read by nobody.
    say(words);
    panel.querySelector("[data-copy], button").focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(`${SELECTOR} [data-copy]`);
    if (button) copy(document.getElementById(button.dataset.copy));
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest(SELECTOR)) return;
    event.preventDefault();
    exchange(event.target).catch(() => say("Non è riuscito: controlla la rete, o ricarica la pagina."));
  });

  wake();
})();
