// An inspection on a telephone: one card at a time, each answer saved at once. Without a network it is kept on this
// device and sent by itself later; reopening the page brings it back. All words come from the page.
(() => {
  const page = document.querySelector("[data-inspecting]");
  const { writer, inspection, most } = page.dataset;
  const PLACE = `${writer}:${inspection}:`;
  const AGAIN = 10000;
  const PAUSE = 800;
  const word = (name) => page.querySelector(`[data-word="${name}"]`).content.cloneNode(true);
  const photoWord = (name) => page.querySelector(`[data-photo-word="${name}"]`).content.cloneNode(true);
  const end = page.querySelector("[data-end]");
  const state = page.querySelector("[data-state]");
  sender.patience = 60000;
  page.classList.add("is-scripted");

  class Card {
    constructor(root) {
      const find = (name) => root.querySelector(`[data-${name}]`);
      Object.assign(this, { root, find, id: root.dataset.card, key: `${PLACE}answer:${root.dataset.card}` });
      this.saidAt = Number(root.dataset.saidAt);
      this.list = root.querySelector(".answer-photos");
      root.querySelectorAll("[name=verdict]").forEach((choice) => choice.addEventListener("change", () => this.choose()));
      root.querySelectorAll("textarea, [name=place]").forEach((typed) => typed.addEventListener("input", () => this.sayLater()));
      root.elements.level.addEventListener("change", () => this.say());
      root.querySelector("[type=file]").addEventListener("change", (e) => this.take(e.target));
      root.addEventListener("submit", (e) => (e.preventDefault(), this.say()));
      this.list.addEventListener("click", (e) => e.target.closest("[data-take-off]") && this.drop(e.target.closest("li")));
      find("back").addEventListener("click", () => show(before(this.root)));
      find("next").addEventListener("click", () => show(after(this.root)));
      find("next").hidden = false;
    }

    get verdict() {
      return this.root.elements.verdict.value;
    }

    get appears() {
      const on = this.root.dataset.onlyIf;
      return !on || cards.get(on).verdict === "fail";
    }

    get lacksPhoto() {
      return this.verdict === "fail" && "needsPhoto" in this.root.dataset && !this.list.children.length;
    }

    said() {
      const { verdict, text, place, level } = this.root.elements;
      return { verdict: verdict.value, text: text.value, place: place.value, level: level.value, said_at: this.saidAt };
    }

    // Goes on by itself, unless there is something to tell.
    choose() {
      this.say();
      document.getElementById("messages").replaceChildren(); // what was done before one came here is over
      if (this.verdict !== "fail") setTimeout(() => this.root.classList.contains("is-shown") && show(after(this.root)), 250);
    }

    // Kept with every letter, sent when one pauses.
    sayLater() {
      clearTimeout(this.later);
      this.keep();
      this.later = setTimeout(send, PAUSE);
    }

    async say() {
      clearTimeout(this.later);
      if (await this.keep()) send();
    }

    async keep() {
      if (!this.verdict) return false;
      this.saidAt = Math.max(Date.now(), this.saidAt + 1); // later than before, whatever the clock does
      this.tell("");
      const kept = waiting.put(this.key, this.said());
      count();
      await kept;
      return true;
    }

    // What was answered here and has not been sent is newer than what the portal told.
    restore(said) {
      if (said.said_at <= this.saidAt) return waiting.drop(this.key);
      Object.entries(said).forEach(([name, value]) => name !== "said_at" && (this.root.elements[name].value = value));
      this.saidAt = said.said_at;
    }

    tell(error) {
      const line = this.find("error");
      line.textContent = error;
      line.hidden = !error;
    }

    async take(input) {
      const files = [...input.files].slice(0, Math.max(0, Number(most) - this.list.children.length));
      input.value = "";
      for (const [number, file] of files.entries()) {
        const made = await smaller(file).catch(() => ({ file }));
        const key = `${PLACE}photo:${this.id}:${Date.now()}-${number}`;
        await waiting.put(key, { blob: made.file, name: made.file.name });
        this.line(key, made.canvas);
      }
      if (files.length && this.verdict !== "fail") this.root.elements.verdict.value = "fail";
      await this.say();
    }

    line(key, picture) {
      const line = page.querySelector("[data-photo]").content.firstElementChild.cloneNode(true);
      line.dataset.key = key;
      this.list.append(line);
      this.mark(line, "sending");
      const small = line.querySelector("canvas");
      if (picture) small.getContext("2d").drawImage(picture, 0, 0, small.width, small.height);
      return line;
    }

    mark(line, is) {
      line.className = `is-${is}`;
      line.querySelector(".photo-state").replaceChildren(photoWord(is));
    }

    lineOf(key) {
      return [...this.list.children].find((line) => line.dataset.key === key);
    }

    async drop(line) {
      const { key, sha256 } = line.dataset;
      line.remove();
      const undone = sha256 && waiting.put(`${PLACE}undo:${this.id}:${sha256}`, { sha256 });
      count();
      if (key) await waiting.drop(key);
      await undone;
      send();
    }
  }

  const cards = new Map([...page.querySelectorAll("[data-card]")].map((root) => [root.dataset.card, new Card(root)]));
  const shown = () => [...cards.values()].filter((card) => card.appears).map((card) => card.root);
  const after = (root) => shown()[shown().indexOf(root) + 1] ?? end;
  const before = (root) => (root === end ? shown().at(-1) : shown()[shown().indexOf(root) - 1]) ?? root;

  function show(root) {
    page.querySelectorAll(".inspecting-card").forEach((other) => other.classList.toggle("is-shown", other === root));
    history.replaceState(null, "", `#${root.id}`);
    const back = root.querySelector("[data-back]");
    back.hidden = before(root) === root;
    root.focus({ preventScroll: true });
    scrollTo({ top: 0 });
    count();
  }

  // How far it is, which questions are left, and whether it can be finished.
  function count() {
    const asked = [...cards.values()].filter((card) => card.appears);
    cards.forEach((card) => (card.root.hidden = !card.appears));
    const done = asked.filter((card) => card.verdict);
    page.querySelector("[data-count]").textContent = `${done.length} / ${asked.length}`;
    Object.assign(page.querySelector("[data-progress]"), { max: asked.length, value: done.length });
    const left = asked.filter((card) => card.verdict === "fail" || !card.verdict);
    end.querySelector("[data-left]").replaceChildren(...left.map(told));
    const isOpen = asked.some((card) => !card.verdict || card.lacksPhoto);
    const isReady = !isOpen && waiting.here.size === 0;
    end.querySelector("[data-finish]").setAttribute("aria-disabled", String(!isReady));
    if (isReady) end.querySelector("[data-finish-hint]").hidden = true;
  }

  function told(card) {
    const line = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#${card.root.id}` });
    const badge = document.createElement("span");
    badge.append(word(!card.verdict ? "open" : card.lacksPhoto ? "photo" : "failed"));
    link.append(card.root.querySelector("h2").textContent, badge);
    link.addEventListener("click", (e) => (e.preventDefault(), show(card.root)));
    line.append(link);
    return line;
  }

  function say(is) {
    state.className = `inspecting-state is-${is}`;
    state.replaceChildren(word(is));
  }

  // One kind of thing that waits: where it goes, and what becomes of it.
  const KINDS = {
    answer: {
      send: (card, said) => sender.ask(card.root.action, said),
      done() {},
      refused: (card, key, error) => card.tell(error),
    },
    photo: {
      send(card, { blob, name }) {
        const body = new FormData();
        body.append("photos", blob, name);
        return sender.ask(card.root.dataset.photos, body);
      },
      done(card, key, answer) {
        const line = card.lineOf(key);
        if (!line) return;
        delete line.dataset.key;
        line.dataset.sha256 = answer.sha256;
        card.mark(line, "kept");
      },
      refused(card, key, error) {
        card.lineOf(key)?.remove();
        card.tell(error);
      },
    },
    undo: { send: (card, said) => sender.ask(card.root.dataset.dropPhoto, said), done() {}, refused() {} },
  };

  let isSending = false;
  let timer;
  // Sends what waits, one after the other; the first that does not get through ends it until later.
  async function send() {
    clearTimeout(timer);
    if (isSending) return;
    isSending = true;
    let became = "saved";
    for (let next = [...waiting.here][0]; next && became === "saved"; next = [...waiting.here][0]) {
      say("saving");
      became = await pass(...next);
    }
    isSending = false;
    say(became);
    [...page.querySelectorAll("li[data-key]")].forEach((line) => cards.get(line.dataset.key.split(":")[3]).mark(line, became === "saved" ? "sending" : "waiting"));
    count();
    if (became !== "saved") timer = setTimeout(send, AGAIN);
  }

  async function pass(key, value) {
    const [, , kind, id] = key.split(":");
    const card = cards.get(id);
    const { is, told: answer } = await KINDS[kind].send(card, value);
    if (is === "signed-out") return is;
    if (is === "unreachable") return "waiting";
    if (is === "saved") KINDS[kind].done(card, key, answer);
    else KINDS[kind].refused(card, key, answer.error ?? word("refused").textContent);
    if (waiting.here.get(key) === value) await waiting.drop(key); // answered again meanwhile: that is still to be sent
    return "saved";
  }

  async function begin() {
    await waiting.load(PLACE);
    for (const [key, value] of [...waiting.here]) {
      const [, , kind, id] = key.split(":");
      if (!cards.has(id)) await waiting.drop(key);
      else if (kind === "answer") await cards.get(id).restore(value);
      else if (kind === "photo") await createImageBitmap(value.blob).then((picture) => cards.get(id).line(key, picture), () => cards.get(id).line(key));
    }
    const asked = document.getElementById(location.hash.slice(1));
    const first = [...cards.values()].find((card) => card.appears && !card.verdict)?.root ?? end;
    show(asked?.matches(".inspecting-card:not([hidden])") ? asked : first);
    if (waiting.here.size) send();
  }

  end.querySelector("[data-back]").addEventListener("click", () => show(before(end)));
  end.querySelector("[data-finish]").addEventListener("click", (e) => {
    if (e.target.closest("a").getAttribute("aria-disabled") !== "true") return;
    e.preventDefault();
    const hint = end.querySelector("[data-finish-hint]");
    hint.hidden = false;
    hint.replaceChildren(waiting.here.size ? word("still") : word("open"));
    send();
  });
  addEventListener("online", send);
  begin();
})();
