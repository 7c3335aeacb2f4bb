// Before a form is sent: is this person still signed in? If not, here and now.
(() => {
  const { stateUrl, loginUrl } = document.currentScript.dataset;
  const form = document.querySelector('form[id$="_form"]:has(input[name="_user"])');
  if (!form) return;
  let isChecked = false;
  let isBusy = false;
  let waiting = null;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  async function askState() {
    const headers = { Accept: "application/json" };
    const answer = await fetch(stateUrl, { headers, cache: "no-store", redirect: "error" });
    return answer.ok ? answer.json() : null;
  }

  const said = make("p", { className: "sign-in__said" });
  said.setAttribute("role", "alert");
  const username = make("input", { name: "username", id: "again-username", autocomplete: "username", required: true });
  const password = make("input", {
    name: "password",
    id: "again-password",
    type: "password",
    autocomplete: "current-password",
    required: true,
  });
  const enter = make("button", { type: "submit", className: "button default", textContent: "Entra e salva" });
  const back = make("button", { type: "button", className: "button", textContent: "Torna al testo" });
  const elsewhere = make("a", { href: loginUrl, target: "_blank", rel: "noopener" });
  elsewhere.textContent = "Apri l’accesso in un’altra scheda";
  const signIn = make(
    "form",
    { method: "post", action: loginUrl },
    make("h2", { id: "again-title", textContent: "Entra di nuovo" }),
    make("p", { textContent: "Il tuo accesso è scaduto. Il testo è al sicuro: entra e viene salvato." }),
    said,
    make("p", {}, make("label", { htmlFor: username.id, textContent: "Nome utente" }), username),
    make("p", {}, make("label", { htmlFor: password.id, textContent: "Password" }), password),
    make("p", { className: "sign-in__ways" }, enter, back),
  );
  const dialog = make("dialog", { className: "sign-in" }, signIn);
  dialog.setAttribute("aria-labelledby", "again-title");
  document.body.append(dialog);
  back.addEventListener("click", () => dialog.close());

  function send(token) {
    for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = token;
    dialog.close();
    isChecked = true;
    form.requestSubmit(waiting);
    isChecked = false;
    // Another script may still have held the form back.
    setTimeout(() => (isBusy = false), 4000);
  }

  function tell(state) {
    if (state.is_half_in) {
      said.replaceChildren("Manca il codice del secondo passo. ", elsewhere, ", scrivilo, poi torna qui e premi «Entra e salva».");
      for (const field of [username, password]) field.parentElement.hidden = !(field.required = false);
    } else {
      said.textContent = state.user ? "In questo browser è entrata un’altra persona." : "";
    }
    isBusy = false;
    if (!dialog.open) dialog.showModal();
  }

  const isMe = (state) => state.user && state.user === form.elements._user.value;

  signIn.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const before = await askState();
      if (isMe(before)) return send(before.token);
      if (!before.is_half_in) {
        const body = new URLSearchParams({
          csrfmiddlewaretoken: before.token,
          username: username.value,
          password: password.value,
          next: stateUrl,
        });
        const answer = await fetch(loginUrl, { method: "POST", body });
        if (answer.status === 429) {
          said.textContent = "Troppi tentativi: aspetta qualche minuto. Il testo resta qui.";
          return;
        }
      }
      const after = await askState();
      password.value = "";
      if (isMe(after)) return send(after.token);
      tell(after);
      if (!after.user && !after.is_half_in) said.textContent = "Nome utente o password non sono giusti. Riprova.";
    } catch {
      said.textContent = "La rete non risponde. Il testo resta qui: riprova tra poco.";
    }
  });

  function withoutNetwork() {
    isBusy = false;
    const box = document.getElementById("no-network") ?? make("p", { id: "no-network", className: "errornote" });
    box.setAttribute("role", "alert");
    box.textContent = "La rete non risponde: non è stato salvato niente, ma il testo è qui e in questo browser. Riprova tra poco.";
    form.prepend(box);
    box.scrollIntoView();
  }

  form.addEventListener("submit", async (event) => {
    if (isChecked || event.defaultPrevented) return;
    event.preventDefault();
    // Pressed twice, it is sent once: the second would meet the first.
    if (isBusy) return;
    isBusy = true;
    waiting = event.submitter;
    form.dispatchEvent(new Event("mix:keep"));
    let state;
    try {
      state = await askState();
    } catch {
      withoutNetwork();
      return;
    }
    // An answer that cannot be read: the server itself will say what is wrong.
    if (!state) send(form.elements.csrfmiddlewaretoken.value);
    else if (isMe(state)) send(state.token);
    else tell(state);
  });
})();
