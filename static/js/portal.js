// Makes pages that work without it pleasanter. All words come from the page.
const here = document.currentScript.dataset;
const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
const on = (event, selector, act) =>
  document.addEventListener(event, (e) => {
    const found = e.target.closest?.(selector);
    if (found) act(found, e);
  });

// People and units are found by typing; the library comes only where a page has such a field.
let picker;
function loadPicker() {
  return (picker ??= new Promise((ready) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: here.pickCss }));
    document.head.append(Object.assign(document.createElement("script"), { src: here.pickJs, onload: ready }));
  }));
}

function makePick(select) {
  select.ariaHidden = "true"; // the box that takes its place has its label
  new TomSelect(select, {
    valueField: "value",
    labelField: "text",
    maxOptions: 50,
    preload: "focus",
    placeholder: here.typing,
    plugins: select.multiple ? { remove_button: { title: here.clear } } : select.required ? [] : { clear_button: { title: here.clear } },
    score: () => () => 1,
    load(text, answer) {
      fetch(`${select.dataset.url}?q=${encodeURIComponent(text)}`)
        .then((response) => response.json())
        .then((found) => (this.clearOptions(), answer(found.results)))
        .catch(() => answer());
    },
    render: {
      option: (item, escape) => `<div>${escape(item.text)} <small>${escape(item.detail ?? "")}</small></div>`,
      no_results: (item, escape) => `<div class="no-results">${escape(here.nothing)}</div>`,
    },
  });
}

// Days are typed in any usual writing; a phone offers its calendar.
function makeDay(input) {
  const plain = /^(\d{4}-\d\d-\d\d)?$/.test(input.value);
  if (plain && matchMedia("(pointer: coarse)").matches) input.type = "date";
}

// Typing that was not sent is not lost by a wrong click.
let unsaved = false;
function guard(form) {
  unsaved ||= form.dataset.guard === "typed";
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("submit", () => (unsaved = false));
}
addEventListener("beforeunload", (e) => unsaved && e.preventDefault());

// A long text is kept in the browser while it is typed: a session that ended, a lost network or a closed lid lose nothing.
// What was sent is let go once a page of the portal follows; a text that was saved meanwhile is never written over.
const draftKey = (area) => `draft:${location.pathname}:${area.name}`;
const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
function makeDraft(area) {
  const key = draftKey(area);
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept && kept.over === area.defaultValue && kept.text !== area.value) {
    area.value = kept.text;
    unsaved = true;
    const note = Object.assign(document.createElement("p"), { className: "form-text", textContent: here.restored });
    note.role = "status";
    area.after(note);
  }
  area.addEventListener("input", () => localStorage.setItem(key, JSON.stringify({ text: area.value, over: area.defaultValue })));
  area.form?.addEventListener("submit", () => {
    const now = JSON.parse(localStorage.getItem(key) ?? "null");
    if (now) localStorage.setItem(key, JSON.stringify({ ...now, sent: location.pathname }));
  });
}
function forgetSent() {
  if (!document.querySelector(".frame")) return;
  drafts().forEach((key) => JSON.parse(localStorage.getItem(key))?.sent && localStorage.removeItem(key));
}

// Files can be dropped anywhere on the field; too many at once are refused before they are sent.
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
function makeDrop(zone) {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-drop-name]");
  const light = (state) => () => zone.classList.toggle("is-over", state);
  const limits = zone.dataset;
  input.addEventListener("dragenter", light(true));
  ["dragleave", "drop", "blur"].forEach((event) => input.addEventListener(event, light(false)));
  input.addEventListener("change", () => {
    const files = [...input.files];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const tooMuch = files.length > (limits.most ?? Infinity) || bytes > (limits.together ?? Infinity);
    name.textContent = tooMuch ? limits.tooMuch : files.map((file) => `${file.name} · ${size(file.size)}`).join("\n");
    if (tooMuch) input.value = "";
    zone.classList.toggle("is-refused", tooMuch);
    zone.classList.toggle("is-filled", input.files.length > 0);
  });
}

function dress(root) {
  const picks = root.querySelectorAll("select[data-pick]:not(.tomselected)");
  if (picks.length) loadPicker().then(() => picks.forEach(makePick));
  each("[data-day]", makeDay, root);
  each("form[data-guard]", guard, root);
  each("[data-drop]", makeDrop, root);
  each("[data-draft]", makeDraft, root);
}

// A form sent twice by an impatient finger is sent once.
const working = new Set();
document.addEventListener("submit", (e) => {
  if (e.defaultPrevented || e.target.method !== "post") return;
  if (working.has(e.target)) return e.preventDefault();
  working.add(e.target);
  const button = e.submitter;
  setTimeout(() => button?.setAttribute("aria-disabled", "true"));
  button?.classList.add("is-working");
});
addEventListener("pageshow", () => {
  working.clear();
  each(".is-working", (button) => (button.classList.remove("is-working"), button.removeAttribute("aria-disabled")));
});

// A row opens its record, unless one is selecting text or pressing something in it.
on("click", "tr[data-row]", (row, e) => {
  if (e.target.closest("a, button, input, label") || String(getSelection())) return;
  const link = row.querySelector("a");
  if (e.ctrlKey || e.metaKey) open(link.href, "_blank", "noopener");
  else link.click();
});
on("click", "[data-print]", () => print());
on("focusin", "[data-select]", (field) => field.select());
// The clipboard proper is there on safe addresses only; the old way works in any house.
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
on("click", "[data-copy]", async (button) => {
  if (await copy(document.getElementById(button.dataset.copy))) button.querySelector("span").textContent = button.dataset.copied;
});
on("click", "[data-error-for]", (link, e) => {
  const field = document.getElementById(link.dataset.errorFor);
  if (!field) return;
  e.preventDefault();
  field.closest(".mb-3, .form-check")?.scrollIntoView({ block: "center" });
  (field.tomselect ?? field).focus();
});

// Lists change in place.
document.addEventListener("htmx:configRequest", (e) => {
  if (e.detail.verb !== "get") return;
  const said = e.detail.formData;
  [...said.keys()].filter((key) => key !== "q" && !said.get(key)).forEach((key) => said.delete(key));
});
document.addEventListener("htmx:beforeSwap", (e) => {
  const elsewhere = new URL(e.detail.xhr.responseURL).pathname !== location.pathname;
  if (!elsewhere && e.detail.xhr.status === 200) return;
  e.detail.shouldSwap = false;
  location.reload();
});
document.addEventListener("htmx:afterSettle", (e) => {
  dress(e.detail.elt);
  const said = document.getElementById("listing-said");
  if (said) said.textContent = document.querySelector("[data-count]")?.dataset.count ?? "";
});

dress(document);
forgetSent();
document.querySelector("[data-errors]")?.focus();
