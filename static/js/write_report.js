// A report is written: each field is saved by itself, and what could not be saved is kept in this browser until it is.
// All words come from the page.
(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet || sheet.querySelector(".is-invalid")) return; // sent without a script: it is corrected without one
  const { writer, report, longest } = sheet.dataset;
  const PAUSE = 1000;
  const FIRST_WAIT = 3000;
  const LONGEST_WAIT = 60000;
  const BAD = ["unsaved", "invalid", "conflict", "closed"];
  const word = (name) => document.querySelector(`[data-word="${name}"]`).content.cloneNode(true);
  const plain = (text) => text.normalize("NFKC").replace(/[,\s]/g, "");
  const same = (a, b) => a.text === b.text && a.why === b.why;

  class Box {
    constructor(root) {
      const find = (name) => root.querySelector(`[data-${name}]`);
      Object.assign(this, { root, find, url: root.dataset.url });
      this.place = `report:${writer}:${report}:${root.dataset.field}:`;
      this.input = find("value");
      this.why = find("why");
      this.isText = this.input.matches("textarea");
      this.version = Number(root.querySelector("[name^=version-]").value);
      this.saved = { text: this.input.defaultValue, why: this.why?.defaultValue ?? "" };
      this.clean = { ...this.saved }; // the same as the portal understood it
      this.state = "";
      this.unanswered = [];
      [this.input, this.why].forEach((typed) => typed && this.listen(typed));
      this.grow();
    }

    listen(typed) {
      typed.addEventListener("input", () => this.typed());
      typed.addEventListener("change", () => this.saveSoon(0));
      typed.addEventListener("blur", () => this.tidy());
    }

    now() {
      return { text: this.input.value, why: this.why?.value ?? "" };
    }

    get isDirty() {
      return !same(this.now(), this.saved);
    }

    get waits() {
      return this.isDirty && !["conflict", "closed"].includes(this.state);
    }

    typed() {
      if (this.isDirty) kept.write(this);
      else this.settle();
      this.grow();
      this.compare();
      this.saveSoon(PAUSE);
    }

    // What stands here is what is saved.
    settle() {
      kept.forget(this);
      this.find("error").hidden = true;
      this.input.classList.remove("is-invalid");
      if (BAD.includes(this.state) && this.state !== "conflict") this.show("saved");
    }

    grow() {
      if (!this.isText) return;
      const length = [...this.input.value].length;
      this.find("count-of").textContent = length;
      this.find("count-of").parentElement.classList.toggle("is-bad", length > longest);
      const copy = this.find("copy-before");
      if (copy) copy.hidden = length > 0;
      if (!CSS.supports("field-sizing", "content")) this.input.style.height = `${Math.max(this.input.scrollHeight, 96)}px`;
    }

    // Another number than was counted asks for the reason at once, not only when it is saved.
    compare() {
      if (this.find("counted")) this.showOverridden(plain(this.input.value) !== this.root.dataset.filled);
    }

    showOverridden(is) {
      if (!this.find("counted")) return;
      this.root.classList.toggle("is-counted", !is);
      this.find("counted").hidden = !is;
      this.find("why-part").hidden = !is;
    }

    saveSoon(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.waits && sender.queue(() => this.save()), pause);
    }

    async save() {
      if (!this.waits) return;
      const said = this.now();
      this.show("saving");
      await this.settled(await sender.ask(this.url, { ...said, version: this.version, writer }), said);
    }

    // What became of what was sent.
    settled({ is, told }, said) {
      if (is === "unreachable") this.unanswered.push(said);
      if (is === "unreachable" || is === "signed-out") return keepTrying(this, is);
      reached();
      if (is === "gone") return this.refuse("closed", word("gone").textContent);
      if (is === "unreadable") return this.refuse("invalid", word("unreadable").textContent);
      if (is === "refused") return this.refuse(told.closed ? "closed" : "invalid", told.error);
      return is === "conflict" ? this.meet(told) : this.keep(told, said);
    }

    keep(told, said) {
      this.version = told.version;
      this.saved = said;
      this.clean = { text: told.value, why: told.why };
      this.unanswered = [];
      this.root.dataset.filled = told.filled;
      if (this.find("counted-number")) this.find("counted-number").textContent = told.filled;
      this.find("unusual").hidden = !told.unusual;
      this.settle();
      showStand(told);
      this.show(this.isRestored ? "restored" : "saved");
      if (this.isDirty) return this.typed(); // typed on meanwhile
      this.showOverridden(told.overridden);
      this.root.classList.remove("is-lacking");
      if (![this.input, this.why].includes(document.activeElement)) this.tidy();
    }

    // A number stands as it was understood once one has left it: 1,200 is 1200.
    tidy() {
      if (this.isText || this.isDirty || !this.clean) return;
      this.saved = { ...this.clean };
      this.input.value = this.clean.text;
      if (this.why) this.why.value = this.clean.why;
    }

    refuse(state, sentence) {
      this.find("error").textContent = sentence;
      this.find("error").hidden = false;
      this.input.classList.add("is-invalid");
      this.show(state);
    }

    // Somebody else saved. Where that is what we sent ourselves, or only the count is new, nobody is asked.
    meet({ error, theirs }) {
      const is = (text) => (this.isText ? text.trim() : plain(text)) === theirs.value;
      const own = this.unanswered.some((said) => is(said.text)) && String(theirs.by) === writer;
      if (own || (this.clean && theirs.value === this.clean.text && theirs.why === this.clean.why)) {
        this.version = theirs.version;
        this.unanswered = [];
        this.clean = null; // once
        return this.save();
      }
      this.refuse("conflict", error);
      const choice = document.querySelector("[data-conflict-of]").content.cloneNode(true);
      choice.querySelector("[data-said]").textContent = theirs.said;
      choice.querySelector("[data-theirs]").textContent = theirs.value;
      choice.querySelector("[data-theirs-why]").textContent = theirs.why;
      this.find("conflict").replaceChildren(choice);
      this.theirs = theirs;
    }

    choose(isMine) {
      const { theirs } = this;
      this.find("conflict").replaceChildren();
      this.state = "";
      this.version = theirs.version;
      this.input.focus();
      if (isMine) return this.typed(), this.saveSoon(0);
      this.put(theirs.value, theirs.why);
      this.keep(theirs, this.now());
    }

    put(text, why = "") {
      this.input.value = text;
      if (this.why) this.why.value = why;
      this.grow();
    }

    async copy(url) {
      this.show("saving");
      const became = await sender.ask(url, { writer });
      if (became.is === "saved") this.put(became.told.value);
      this.settled(became, this.now());
      this.input.focus();
    }

    takeBack() {
      this.put(this.root.dataset.filled);
      this.typed();
      this.saveSoon(0);
      this.input.focus();
    }

    show(state) {
      this.state = state;
      this.find("state").replaceChildren(document.querySelector(`[data-state-of="${state}"]`).content.cloneNode(true));
      showFoot();
    }

    // What was typed here and never saved, the last time this page was open.
    restore() {
      const found = kept.latest(this);
      if (!found || this.state === "conflict") return;
      if (same(found.said, this.saved)) return kept.forget(this);
      this.put(found.said.text, found.said.why);
      this.compare();
      this.isRestored = true;
      if (found.version !== this.version) this.clean = null; // somebody saved since: the portal tells who
      this.version = found.version;
      this.saveSoon(0);
    }
  }

  // The footer
  const foot = document.querySelector("[data-foot]");
  const warning = document.querySelector("[data-warning]");
  let asOpened = [...foot.childNodes];
  function showFoot() {
    const unsaved = boxes.filter((box) => box.isDirty && BAD.includes(box.state)).length;
    if (boxes.some((box) => box.state === "saving")) foot.replaceChildren(word("foot-saving"));
    else if (unsaved) foot.replaceChildren(word("foot-unsaved"));
    else foot.replaceChildren(...asOpened);
    const number = foot.querySelector("[data-number]");
    if (number) number.textContent = unsaved;
    if (!unsaved && warning.dataset.about === "unsaved-first") warn("");
  }
  function showStand(told) {
    const saved = word("foot-saved");
    saved.querySelector("[data-time]").textContent = told.saved_at;
    asOpened = [...saved.childNodes];
    document.querySelector("[data-all-done]").textContent = told.done;
    document.querySelectorAll("[data-section]").forEach((section, place) => {
      const done = section.querySelector("[data-done]");
      if (done) done.textContent = told.sections[place][0];
    });
  }
  function warn(name) {
    if (warning.dataset.about === name) return;
    warning.dataset.about = name;
    warning.replaceChildren(...(name ? [word(name)] : []));
    warning.hidden = !name;
  }

  // What could not be saved is tried again, at longer and longer intervals, and at once when there is hope.
  let wait = FIRST_WAIT;
  let timer;
  function keepTrying(box, why) {
    box.show("unsaved");
    warn(why);
    clearTimeout(timer);
    timer = setTimeout(saveAll, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
  function reached() {
    wait = FIRST_WAIT;
    if (warning.dataset.about !== "unsaved-first") warn("");
  }
  function saveAll() {
    boxes.filter((box) => box.waits).forEach((box) => sender.queue(() => box.save()));
    return sender.line;
  }
  addEventListener("online", saveAll);
  addEventListener("beforeunload", (e) => kept.isRefused && boxes.some((box) => box.isDirty) && e.preventDefault());
  document.addEventListener("visibilitychange", () => document.hidden || saveAll());
  addEventListener("pagehide", () => {
    const left = boxes.filter((box) => box.waits && box.state !== "invalid");
    const last = (box) => sender.post(box.url, { ...box.now(), version: box.version, writer }, { keepalive: true });
    left.forEach((box) => last(box).catch(() => {}));
  });

  // Buttons
  async function go(url) {
    for (let turn = 0; turn < 3 && boxes.some((box) => box.waits); turn++) await saveAll();
    const left = boxes.find((box) => box.isDirty);
    if (!left) return follow(new URL(url, location));
    if (warning.hidden) warn("unsaved-first");
    left.input.focus();
  }
  function follow(there) {
    const isHere = there.pathname + there.search === location.pathname + location.search;
    location.assign(there);
    if (isHere) location.reload();
  }
  const boxes = [...sheet.querySelectorAll("[data-ask]")].map((root) => new Box(root));
  const boxOf = (button) => boxes.find((box) => box.root.contains(button));
  sheet.addEventListener("submit", (e) => {
    e.preventDefault();
    const button = e.submitter;
    const box = boxOf(button);
    if (button?.dataset.go) go(button.dataset.go);
    else if (!box) saveAll();
    else if (button.matches("[data-keep], [data-take]")) box.choose(button.matches("[data-keep]"));
    else if (button.matches("[data-copy-before]")) sender.queue(() => box.copy(button.dataset.copyBefore));
    else if (button.matches("[data-counted]")) box.takeBack();
  });
  sheet.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || e.isComposing || !e.target.matches("input[data-value], input[data-why]")) return;
    e.preventDefault();
    const all = [...sheet.querySelectorAll("[data-value]")];
    (all[all.indexOf(boxOf(e.target).input) + 1] ?? e.target.blur())?.focus();
  });
  boxes.forEach((box) => box.restore());
})();
