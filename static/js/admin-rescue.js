// Keeps what is typed in this browser until the server says that it is saved.
(() => {
  const DAYS = 14;
  const EVERY = 3000;
  const NEVER = new Set(["csrfmiddlewaretoken", "_draft", "_user"]);
  const UNKEPT = new Set(["file", "password", "submit", "button", "reset", "image"]);
  const user = document.currentScript.dataset.user;
  if (!user || !window.indexedDB) return;

  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  function open() {
    const request = indexedDB.open("mix", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "name" });
    return done(request);
  }

  // Strict: on the disk when it says so, for the phone whose battery is dying.
  async function store(work) {
    const database = await open();
    try {
      const writing = database.transaction("drafts", "readwrite", { durability: "strict" });
      const finished = new Promise((resolve, reject) => {
        writing.oncomplete = resolve;
        writing.onabort = () => reject(writing.error);
      });
      const result = await work(writing.objectStore("drafts"));
      await finished;
      return result;
    } finally {
      database.close();
    }
  }

  const all = () => store((drafts) => done(drafts.getAll()));
  const remove = (names) =>
    store((drafts) => Promise.all(names.map((name) => done(drafts.delete(name)))));

  async function tidy() {
    const said = document.querySelector("[data-forgotten]")?.dataset.forgotten;
    const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
    const old = (await all()).filter((draft) => draft.at < oldest).map((draft) => draft.name);
    await remove([...old, ...(said ? said.split(" ") : [])]);
  }

  function valueOf(field) {
    const editor = window.CKEDITOR?.instances[field.id];
    // An editor rewrites what it opens: until somebody types, it is not a change.
    return editor && editor.status === "ready" && editor.checkDirty() ? editor.getData() : field.value;
  }

  function valuesOf(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
    if (field.type === "select-multiple") return [...field.selectedOptions].map((o) => o.value);
    return [valueOf(field)];
  }

  function written(form) {
    const fields = [];
    for (const field of form.elements) {
      const isKept = field.name && !field.disabled && !UNKEPT.has(field.type);
      if (!isKept || NEVER.has(field.name) || field.name.includes("__prefix__")) continue;
      for (const value of valuesOf(field)) fields.push([field.name, value]);
    }
    return fields;
  }

  function nameOfTab(field) {
    const key = `mix-draft:${location.pathname}`;
    const name = field.value || sessionStorage.getItem(key) || crypto.randomUUID();
    sessionStorage.setItem(key, name);
    return name;
  }

  // A duplicated tab brings the name along: whoever comes second takes a new one.
  async function claim(name) {
    if (!navigator.locks) return name;
    const isMine = await new Promise((answer) => {
      navigator.locks.request(`mix-draft:${name}`, { ifAvailable: true }, (lock) => {
        answer(Boolean(lock));
        return lock ? new Promise(() => {}) : null;
      });
    });
    return isMine ? name : claim(crypto.randomUUID());
  }

  async function openElsewhere() {
    if (!navigator.locks) return new Set();
    const { held } = await navigator.locks.query();
    return new Set(held.map((lock) => lock.name.replace("mix-draft:", "")));
  }

  function watch(form, name, isRestored) {
    let opened = isRestored ? "" : JSON.stringify(written(form));
    let last = opened;
    async function keep() {
      const fields = written(form);
      const now = JSON.stringify(fields);
      if (now === last) return;
      last = now;
      if (now === opened) {
        await remove([name]);
        return;
      }
      const draft = { name, user, path: location.pathname, at: Date.now(), fields };
      await store((drafts) => done(drafts.put(draft)));
    }
    const quietly = () => keep().catch(() => {});
    const beginning = setInterval(() => {
      const editors = Object.values(window.CKEDITOR?.instances ?? {});
      if (editors.some((editor) => editor.status !== "ready")) return;
      clearInterval(beginning);
      // Rows and places that other scripts fill in are nobody's typing.
      if (!isTouched && !isRestored) last = opened = JSON.stringify(written(form));
      setInterval(quietly, EVERY);
    }, 200);
    let isTouched = false;
    form.addEventListener("input", () => (isTouched = true), { once: true });
    form.addEventListener("submit", quietly);
    form.addEventListener("mix:keep", quietly);
    addEventListener("pagehide", quietly);
    document.addEventListener("visibilitychange", quietly);
  }

  function sendBack(form, draft, how) {
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = location.href;
    const token = form.elements.csrfmiddlewaretoken.value;
    const own = [["csrfmiddlewaretoken", token], ["_user", user], ["_draft", draft.name], ["_resume", how]];
    for (const [name, value] of [...draft.fields, ...own]) {
      // A textarea: an input would lose the line breaks.
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      sent.append(field);
    }
    sent.hidden = true;
    document.body.append(sent);
    sent.submit();
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function offer(form, draft) {
    const box = document.createElement("section");
    box.className = "rescue";
    box.setAttribute("aria-label", "Testo ritrovato");
    const at = new Date(draft.at);
    const day = at.toLocaleDateString("it", { dateStyle: "long" });
    const when = `${day} alle ${at.toLocaleTimeString("it", { timeStyle: "short" })}`;
    const words = document.createElement("p");
    words.textContent = `In questo browser c’è un testo che non è stato salvato, del ${when}.`;
    box.append(words, button("Ripristina", () => sendBack(form, draft, "form")));
    if (form.elements._seen?.value) box.append(button("Confronta", () => sendBack(form, draft, "compare")));
    box.append(
      button("Elimina", async () => {
        if (!confirm("Elimini il testo ritrovato? Non si potrà recuperare.")) return;
        await remove([draft.name]);
        box.remove();
        form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      }),
    );
    form.before(box);
  }

  async function start() {
    await tidy();
    const field = document.querySelector('form[id$="_form"] input[name="_draft"]');
    if (!field) return;
    const isRestored = Boolean(field.value);
    const inUse = await openElsewhere();
    const name = await claim(nameOfTab(field));
    field.value = name;
    sessionStorage.setItem(`mix-draft:${location.pathname}`, name);
    if (!isRestored) {
      const found = (await all()).filter(
        (draft) => draft.user === user && draft.path === location.pathname && !inUse.has(draft.name),
      );
      for (const draft of found.sort((a, b) => a.at - b.at)) offer(field.form, draft);
      // What waits to be restored is not written over by what is typed below it.
      if (found.some((draft) => draft.name === name)) {
        field.value = await claim(crypto.randomUUID());
        sessionStorage.setItem(`mix-draft:${location.pathname}`, field.value);
      }
    }
    watch(field.form, field.value, isRestored);
  }

  start().catch(() => {});
})();
