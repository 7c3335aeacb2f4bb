// What a browser can do besides the plain links: copy, hand over to an app, print.
for (const list of document.querySelectorAll("[data-share]")) {
  const { title, url } = list.dataset;
  const said = document.createElement("p");
  said.className = "share__said";
  said.setAttribute("role", "status");
  list.after(said);

  const say = (words) => {
    // Emptied first, so that the same words are spoken a second time too.
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 50);
  };
  const add = (label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
    return item;
  };

  if (navigator.clipboard) {
    add("Copia il link", () => navigator.clipboard.writeText(url).then(
      () => say("Link copiato"),
      () => say("Il browser non lascia copiare: prendi l’indirizzo dalla barra in alto."),
    ));
  }
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    // Closing the sheet without a choice is no fault.
    list.prepend(add("Condividi…", () => navigator.share({ title, url }).catch(() => {})));
  }
  add("Stampa", () => print());
}
