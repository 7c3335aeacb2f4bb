// Photographs open in a dialog instead of leaving the page.
(() => {
  const dialog = document.querySelector("[data-enlargement]");
  const links = [...document.querySelectorAll("[data-enlarge]")];
  if (!dialog?.showModal || !links.length) return;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  let shown = 0;
  let cameFrom = null;

  // A copy of what the page shows: the browser picks a larger file by itself.
  function enlarged(link) {
    const picture = link.querySelector("picture").cloneNode(true);
    const image = picture.querySelector("img");
    picture.querySelector("source").sizes = "100vw";
    image.className = "";
    image.loading = "eager";
    return picture;
  }

  function show(index) {
    shown = (index + links.length) % links.length;
    const link = links[shown];
    const picture = enlarged(link);
    const caption = link.closest("figure")?.querySelector("figcaption");
    const position = `${shown + 1} di ${links.length}`;
    part("picture").replaceChildren(picture);
    part("words").replaceChildren(...(caption?.cloneNode(true).childNodes ?? []));
    part("position").textContent = position;
    dialog.scrollTop = 0;
    if (dialog.open) {
      const words = picture.querySelector("img").alt || part("words").textContent;
      part("spoken").textContent = `${position}: ${words}`;
    }
  }

  for (const [index, link] of links.entries()) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      cameFrom = link;
      show(index);
      dialog.showModal();
    });
  }

  part("steps").hidden = links.length < 2;
  for (const button of dialog.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => show(shown + Number(button.dataset.step)));
  }
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) show(shown + step);
  });
  dialog.addEventListener("close", () => {
    part("spoken").textContent = "";
    cameFrom?.focus();
  });
})();
