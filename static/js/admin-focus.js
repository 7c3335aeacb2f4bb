// The point of a photograph that no crop may cut off: by click, by tap, by arrows.
(() => {
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const started = new WeakSet();
  const within = (least, value, most) => Math.min(Math.max(least, value), most);

  // As Photo.crop_box: the point in the middle, as far as the edges allow.
  function position(part, share) {
    if (part >= 1) return "50%";
    return `${(within(0, share / 100 - part / 2, 1 - part) / (1 - part)) * 100}%`;
  }

  function start(picker) {
    const scope = picker.closest("[data-photo-row]") ?? document;
    const fields = ["x", "y"].map((axis) =>
      scope.querySelector(`[name$="focus_${axis}"]:not([name^="initial-"])`));
    if (fields.includes(null)) return;
    const button = picker.querySelector(".focus__picture");
    const picture = button.querySelector("img");
    const mark = picker.querySelector(".focus__mark");
    const crops = picker.querySelector(".focus__crops");
    const said = picker.querySelector("output");
    const upload = scope.querySelector("#id_upload");

    const values = () =>
      fields.map((field) => within(0, field.value === "" ? 50 : Number(field.value) || 0, 100));

    function draw() {
      const [x, y] = values();
      mark.style.left = `${x}%`;
      mark.style.top = `${y}%`;
      const shape = picture.naturalWidth / picture.naturalHeight;
      for (const crop of crops.querySelectorAll("img")) {
        const wanted = crop.getAttribute("width") / crop.getAttribute("height");
        crop.style.objectPosition = `${position(wanted / shape, x)} ${position(shape / wanted, y)}`;
      }
      said.textContent = `${x}% da sinistra, ${y}% dall’alto`;
    }

    function choose(shares) {
      shares.forEach((share, axis) => {
        fields[axis].value = Math.round(within(0, share, 100));
        fields[axis].dispatchEvent(new Event("input", { bubbles: true }));
      });
    }

    function show(address) {
      for (const image of picker.querySelectorAll("img")) image.src = address;
    }

    picture.addEventListener("load", () => {
      button.hidden = crops.hidden = false;
      draw();
    });
    // A HEIC, which this browser cannot show: the numbers remain.
    picture.addEventListener("error", () => {
      button.hidden = crops.hidden = true;
      said.textContent = "Salva la foto: poi potrai indicare il punto.";
    });
    button.addEventListener("click", (event) => {
      if (event.detail === 0) return;
      const box = picture.getBoundingClientRect();
      choose([
        ((event.clientX - box.left) / box.width) * 100,
        ((event.clientY - box.top) / box.height) * 100,
      ]);
    });
    button.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      const step = event.shiftKey ? 10 : 2;
      choose(values().map((share, axis) => share + way[axis] * step));
    });
    for (const field of fields) field.addEventListener("input", draw);
    upload?.addEventListener("change", () => {
      if (!upload.files[0]) return;
      // Another picture: what was important in the former one is elsewhere in it.
      choose([50, 50]);
      show(URL.createObjectURL(upload.files[0]));
    });
    said.textContent = "Scegli prima la fotografia.";
    if (picker.dataset.focus) show(picker.dataset.focus);
  }

  // In the rows of a page the large pictures are loaded when somebody wants to see them.
  function startIn(root) {
    for (const picker of root.querySelectorAll("[data-focus]")) {
      if (started.has(picker) || picker.closest("details:not([open]), .empty-form")) continue;
      started.add(picker);
      start(picker);
    }
  }

  document.addEventListener("toggle", (event) => startIn(event.target), true);
  document.addEventListener("photo:filled", (event) => startIn(event.target));
  startIn(document);
})();
