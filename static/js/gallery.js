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

  function open(index) {
    show(index);
    cameFrom = links[shown];
    dialog.showModal();
  }

  function step(by) {
    show(shown + by);
    history.replaceState({ enlarged: shown }, "");
  }

  // An entry of the history for the open dialog: Back closes it and stays here.
  const enlargedNow = () => history.state?.enlarged;

  function follow() {
    const index = enlargedNow();
    if (index === undefined) dialog.close();
    else if (!dialog.open) open(index);
  }

  for (const [index, link] of links.entries()) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.pushState({ enlarged: index }, "");
      open(index);
    });
  }

  part("steps").hidden = links.length < 2;
  for (const button of dialog.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) step(by);
  });
  dialog.addEventListener("close", () => {
    part("spoken").textContent = "";
    if (enlargedNow() !== undefined) history.back();
    cameFrom?.focus();
  });
  addEventListener("popstate", follow);
  follow();
})();
