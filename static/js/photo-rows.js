// The photos of a page: their order, which one is the cover, what is still to be said.
(() => {
  const ROW = "[data-photo-row]:not(.empty-form)";
  const SCROLL_EDGE = 70;
  const NEEDS_RELEASE = ["adults", "minors"];

  function start(group) {
    const prefix = group.dataset.photoRows;
    const said = group.querySelector("[data-photo-said]");
    const rows = () => [...group.querySelectorAll(ROW)];
    const kept = () => rows().filter((row) => !isRemoved(row));
    const field = (row, name) => group.querySelector(`[name="${row.id}-${name}"]`);
    const part = (row, name) => row.querySelector(`[data-photo-${name}]`);
    const hasPhoto = (row) => Boolean(field(row, "photo")?.value);
    const isRemoved = (row) => Boolean(field(row, "DELETE")?.checked);

    function set(input, value) {
      if (!input || input.value === String(value)) return;
      input.value = value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function say(words) {
      said.textContent = words;
    }

    // --- What a row shows

    function number() {
      const shown = kept();
      shown.forEach((row, index) => {
        part(row, "number").textContent = `Foto ${index + 1} di ${shown.length}`;
        row.setAttribute("role", "group");
        row.setAttribute("aria-label", `Foto ${index + 1}`);
        if (hasPhoto(row)) set(field(row, "position"), index);
      });
      const chosen = shown.find((row) => field(row, "is_cover")?.checked) ?? shown.find(hasPhoto);
      for (const row of rows()) {
        part(row, "cover-badge").hidden = !field(row, "is_cover") || row !== chosen;
      }
    }

    function gapsOf(row) {
      const value = (name) => field(row, name)?.value.trim() ?? "";
      const isFaced = NEEDS_RELEASE.includes(value("people"));
      return {
        alt: !value("alt") && !field(row, "is_decorative").checked
          && "Scrivi che cosa si vede, o spunta «Immagine decorativa».",
        author: !value("author") && "Scrivi chi l’ha scattata.",
        people: !value("people") && "Di’ se nella foto si riconosce qualcuno.",
        release: isFaced && !value("release")
          && "Per mostrare chi si riconosce serve una liberatoria: scegli quale.",
      };
    }

    // What the server found and this page cannot judge stays until its field is changed.
    function showGaps(row, changed) {
      const list = part(row, "gaps");
      const gaps = hasPhoto(row) ? gapsOf(row) : {};
      for (const [name, words] of Object.entries(gaps)) {
        let item = list.querySelector(`[data-photo-gap="${name}"]`);
        if (!words && (item?.dataset.live || changed === name)) item?.remove();
        if (!words) continue;
        if (!item) {
          item = document.createElement("li");
          item.dataset.photoGap = name;
          list.append(item);
        }
        item.textContent = words;
        item.dataset.live = "1";
      }
      list.hidden = !list.children.length;
      part(row, "release").hidden = !NEEDS_RELEASE.includes(field(row, "people").value)
        && !field(row, "release").value;
    }

    // --- A photo comes into a row

    function fill(row, photo) {
      writeInto(row, photo);
      show(row, photo);
    }

    function writeInto(row, photo) {
      const select = field(row, "photo");
      if (select.value !== String(photo.id)) {
        select.append(new Option(photo.name, photo.id, true, true));
        select.value = photo.id;
      }
      for (const [name, value] of Object.entries(photo.fields)) {
        for (const input of [field(row, name), group.querySelector(`[name="initial-${row.id}-${name}"]`)]) {
          if (input) input.value = value;
        }
      }
      if (photo.release) {
        field(row, "release").append(new Option(photo.release[1], photo.release[0], true, true));
        group.querySelector(`[name="initial-${row.id}-release"]`).value = photo.release[0];
      }
    }

    function show(row, photo) {
      part(row, "picture").innerHTML = photo.thumbnail;
      part(row, "focus").innerHTML = photo.focus_picker;
      row.dispatchEvent(new CustomEvent("photo:filled", { bubbles: true }));
      prepare(row);
      number();
    }

    async function fetchInto(row, use) {
      const url = group.dataset.rowUrl.replace("/0/", `/${field(row, "photo").value}/`);
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.ok) use(row, await answer.json());
    }

    function freeRow() {
      const free = rows().find((row) => !hasPhoto(row) && !isRemoved(row));
      if (free) return free;
      group.querySelector(".add-row a").click();
      return rows().at(-1);
    }

    // --- Order

    function move(row, way) {
      const shown = kept();
      const from = shown.indexOf(row);
      const other = shown[from + way];
      if (!other) {
        say(way < 0 ? "È già la prima." : "È già l’ultima.");
        return;
      }
      // The other one moves: this one keeps the keyboard.
      if (way < 0) row.after(other);
      else row.before(other);
      number();
      row.scrollIntoView({ block: "nearest" });
      say(`Spostata: ora è la foto ${from + way + 1} di ${shown.length}.`);
    }

    function drag(row, start) {
      if (start.button) return;
      start.preventDefault();
      group.classList.add("photo-rows--sorting");
      row.classList.add("photo-row--dragged");
      // The rows fold up: the one that is held stays below the finger.
      const head = row.firstElementChild.getBoundingClientRect();
      window.scrollBy(0, head.top + head.height / 2 - start.clientY);
      const before = kept().indexOf(row);

      function follow(event) {
        event.preventDefault();
        if (event.clientY < SCROLL_EDGE) window.scrollBy(0, -12);
        if (event.clientY > window.innerHeight - SCROLL_EDGE) window.scrollBy(0, 12);
        for (const other of kept()) {
          const box = other.getBoundingClientRect();
          const middle = box.top + box.height / 2;
          const isAbove = other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
          if (other === row) continue;
          if (isAbove && event.clientY < middle) row.after(other);
          if (!isAbove && event.clientY > middle) row.before(other);
        }
      }

      function end() {
        for (const [name, listener] of listeners) document.removeEventListener(name, listener);
        group.classList.remove("photo-rows--sorting");
        row.classList.remove("photo-row--dragged");
        number();
        row.scrollIntoView({ block: "nearest" });
        const now = kept().indexOf(row);
        if (now !== before) say(`Spostata: ora è la foto ${now + 1} di ${kept().length}.`);
      }

      const listeners = [["pointermove", follow], ["pointerup", end], ["pointercancel", end]];
      for (const [name, listener] of listeners) {
        document.addEventListener(name, listener, { passive: false });
      }
    }

    // --- Away and back again

    function remove(row, isGone) {
      const box = field(row, "DELETE");
      box.checked = isGone;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function showRemoved(row) {
      const isGone = isRemoved(row);
      part(row, "body").hidden = isGone;
      part(row, "moves").hidden = isGone;
      part(row, "removed").hidden = !isGone;
      row.classList.toggle("photo-row--removed", isGone);
      number();
    }

    // --- Beginnings

    function prepare(row) {
      part(row, "moves").hidden = false;
      part(row, "plain").hidden = true;
      part(row, "choice").hidden = hasPhoto(row);
      part(row, "remove").hidden = !field(row, "DELETE");
      row.classList.add("photo-row--live");
      // It would number the rows anew as they stand, the saved ones included.
      row.querySelector(".inline-deletelink")?.parentElement.remove();
      showGaps(row);
      if (isRemoved(row)) showRemoved(row);
    }

    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const row = button?.closest(ROW);
      if (!row) return;
      if (button.dataset.photoMove) move(row, Number(button.dataset.photoMove));
      if ("photoRemove" in button.dataset) {
        remove(row, true);
        part(row, "restore").focus();
        say("Tolta dalla pagina.");
      }
      if ("photoRestore" in button.dataset) {
        remove(row, false);
        part(row, "remove").focus();
        say("Rimessa nella pagina.");
      }
    });

    group.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("[data-photo-grip]")?.closest(ROW);
      if (row) drag(row, event);
    });

    function changed(target) {
      const row = target.closest?.(ROW);
      if (!row || !target.name) return;
      const name = target.name.slice(row.id.length + 1);
      if (name === "is_cover" && target.checked) {
        for (const other of rows()) if (other !== row) field(other, "is_cover").checked = false;
      }
      if (name === "DELETE") showRemoved(row);
      if (name === "is_cover") number();
      if (name === "photo" && target.value && !part(row, "picture").children.length) fetchInto(row, fill);
      if (name !== "position") showGaps(row, name === "is_decorative" ? "alt" : name);
    }

    group.addEventListener("input", (event) => changed(event.target));
    group.addEventListener("change", (event) => changed(event.target));
    // The boxes of the admin that search tell of a choice by way of jQuery alone.
    window.django?.jQuery(group).on("select2:select", (event) => changed(event.target));
    group.addEventListener("formset:added", (event) => {
      prepare(event.target);
      number();
    });
    group.addEventListener("photo:arrived", (event) => fill(freeRow(), event.detail));

    // A form that comes back has its rows as they were made, not as they were put.
    const place = (row) => (hasPhoto(row) ? Number(field(row, "position").value) : Infinity);
    for (const row of rows().sort((one, other) => place(one) - place(other) || 0)) {
      document.getElementById(`${prefix}-empty`)?.before(row);
      prepare(row);
      // A form that comes back unsaved: the words are there, the picture is not.
      if (hasPhoto(row) && !part(row, "picture").children.length) fetchInto(row, show);
    }
    number();
    // Django's own script, which waits for the whole page, makes the link.
    window.django?.jQuery(() => {
      const link = group.querySelector(".add-row a");
      if (link) link.textContent = "Prendi una foto dall’archivio";
    });
  }

  document.querySelectorAll("[data-photo-rows]").forEach(start);
})();
