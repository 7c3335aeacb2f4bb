// The still of an audio or video becomes a button that puts the other site's player
// in its place. Before the click nothing of that site is asked for.
for (const link of document.querySelectorAll("[data-media] a[data-player]")) {
  const title = link.closest("[data-media]").querySelector("strong").textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.className = "media__frame";
    frame.title = title;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.src = link.dataset.player;
    button.replaceWith(frame);
    frame.focus();
  });
  link.replaceWith(button);
}
