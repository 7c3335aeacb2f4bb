// Photos go up one by one, each with its bar; what fails says why and can be sent again.
(() => {
  const MOST_BYTES = 20 * 1024 * 1024;
  // A phone's picture, made smaller here, comes through a slow line five times sooner.
  const HEAVY_BYTES = 1.5 * 1024 * 1024;
  const MOST_PIXELS = 2400;
  const NO_LINE = "La connessione si è interrotta: riprova quando torna.";
  const SIGNED_OUT = "Non sei più dentro: accedi di nuovo in un’altra scheda, poi riprova.";

  async function lighter(file) {
    if (file.size < HEAVY_BYTES || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file);
      const scale = MOST_PIXELS / Math.max(picture.width, picture.height);
      if (scale >= 1) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
      return blob && blob.size < file.size ? blob : file;
    } catch {
      // A HEIC, or too large for this phone: the server will see to it.
      return file;
    }
  }

  function newToken() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function start(upload) {
    const group = upload.closest("[data-photo-rows]");
    const form = upload.closest("form");
    const list = upload.querySelector("[data-photo-queue]");
    const said = upload.querySelector("[data-photo-progress]");
    const picker = document.getElementById("id_project");
    const project = () => picker?.value || upload.dataset.project;
    const waiting = [];
    let isSending = false;
    let arrived = 0;
    let held = null;

    function add(file) {
      const item = document.createElement("li");
      item.className = "photo-upload__item";
      item.innerHTML = '<span class="photo-upload__name"></span><progress max="100" value="0"></progress>'
        + '<span class="photo-upload__state"></span><span class="photo-upload__actions" hidden>'
        + '<button type="button" class="button" data-again>Riprova</button> '
        + '<button type="button" class="button" data-away>Togli</button></span>';
      const entry = { file, token: newToken(), item, bar: item.querySelector("progress") };
      item.querySelector(".photo-upload__name").textContent = file.name;
      entry.bar.setAttribute("aria-label", `Caricamento di ${file.name}`);
      item.querySelector("[data-again]").setAttribute("aria-label", `Riprova: ${file.name}`);
      item.querySelector("[data-away]").setAttribute("aria-label", `Togli dall’elenco: ${file.name}`);
      item.querySelector("[data-again]").addEventListener("click", () => enqueue(entry));
      item.querySelector("[data-away]").addEventListener("click", () => away(entry));
      list.append(item);
      enqueue(entry);
    }

    function show(entry, words, isFailed = false) {
      entry.item.classList.toggle("photo-upload__item--failed", isFailed);
      entry.item.querySelector(".photo-upload__state").textContent = words;
      entry.item.querySelector(".photo-upload__actions").hidden = !isFailed;
      entry.bar.hidden = isFailed;
    }

    function enqueue(entry) {
      entry.bar.value = 0;
      show(entry, "In attesa");
      waiting.push(entry);
      sendNext();
    }

    function away(entry) {
      entry.item.remove();
      upload.querySelector("[data-photo-files]:not([capture])").focus();
    }

    async function sendNext() {
      if (isSending || !waiting.length) return;
      if (!project()) {
        said.textContent = "Scegli il progetto: le foto partono subito dopo.";
        return;
      }
      isSending = true;
      const entry = waiting.shift();
      try {
        await send(entry);
      } catch (error) {
        fail(entry, error.message);
      }
      isSending = false;
      if (waiting.length) sendNext();
      else release();
    }

    async function send(entry) {
      if (entry.file.size > MOST_BYTES) {
        throw new Error(`«${entry.file.name}» pesa troppo: una fotografia può pesare al massimo 20 MB.`);
      }
      show(entry, "Caricamento…");
      entry.light ??= await lighter(entry.file);
      if (entry.isOutside) await renewToken();
      const photo = await post(entry);
      arrived += 1;
      entry.item.remove();
      group.dispatchEvent(new CustomEvent("photo:arrived", { detail: photo }));
      said.textContent = arrived === 1 ? "1 foto caricata." : `${arrived} foto caricate.`;
    }

    function fail(entry, words) {
      show(entry, words, true);
      said.textContent = `Non caricata. ${words}`;
    }

    // Whoever has signed in again in the meantime has another token.
    async function renewToken() {
      const address = document.querySelector("script[data-state-url]")?.dataset.stateUrl;
      if (!address) return;
      const headers = { Accept: "application/json" };
      try {
        const answer = await fetch(address, { headers, cache: "no-store", redirect: "error" });
        form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
      } catch {
        throw new Error(SIGNED_OUT);
      }
    }

    function post(entry) {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.append("project", project());
      data.append("token", entry.token);
      data.append("file", entry.light, entry.file.name);
      return new Promise((done, failed) => {
        const request = new XMLHttpRequest();
        request.open("POST", upload.dataset.url);
        request.setRequestHeader("Accept", "application/json");
        request.responseType = "text";
        request.upload.addEventListener("progress", (event) => {
          entry.bar.value = event.lengthComputable ? (event.loaded / event.total) * 100 : 0;
          if (event.loaded === event.total) show(entry, "Quasi fatto…");
        });
        request.addEventListener("error", () => failed(new Error(NO_LINE)));
        request.addEventListener("load", () => {
          const answer = read(request);
          entry.isOutside = answer.error === SIGNED_OUT;
          if (answer.id) done(answer);
          else failed(new Error(answer.error));
        });
        request.send(data);
      });
    }

    function read(request) {
      try {
        return JSON.parse(request.responseText);
      } catch {
        const isOutside = request.status === 200 || request.status === 403;
        return { error: isOutside ? SIGNED_OUT : "Il server non ha risposto: riprova tra poco." };
      }
    }

    // --- Saving waits for what is on its way

    function release() {
      if (!held) return;
      const { submitter } = held;
      held = null;
      form.requestSubmit(submitter);
    }

    form.addEventListener("submit", (event) => {
      if (!isSending && !(waiting.length && project())) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      held = { submitter: event.submitter };
      said.textContent = "Finisco di caricare le foto, poi salvo.";
    }, { capture: true });

    upload.classList.add("photo-upload--live");
    upload.querySelector("[data-photo-without-script]").hidden = true;
    for (const input of upload.querySelectorAll("[data-photo-files]")) {
      input.addEventListener("change", () => {
        for (const file of input.files) add(file);
        // Sent already: the form itself must not send them again.
        input.value = "";
      });
    }
    window.django?.jQuery(document).on("change", "#id_project", sendNext);
  }

  document.querySelectorAll("[data-photo-upload]").forEach(start);
})();
