// Photographs of a form: each is made smaller here and sent by itself while one types; a failed one is sent again.
// The form waits for what is on its way. Without this script the form takes the files along.
const box = document.querySelector("[data-photos]");
const form = box.closest("form");
const input = box.querySelector("input[type=file]");
const list = box.querySelector(".photo-list");
const word = (name) => box.querySelector(`[data-word=${name}]`).content.cloneNode(true);
const PATIENCE = 60000;
const lines = new Map(); // li → { file, sent: a promise, isKept }

function preview(line, picture) {
  const small = line.querySelector("canvas");
  const scale = Math.max(small.width / picture.width, small.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  small.getContext("2d").drawImage(picture, (small.width - width) / 2, (small.height - height) / 2, width, height);
}

function post(url, said) {
  const body = new FormData();
  Object.entries({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value, once: form.once.value, ...said }).forEach(([key, value]) => body.append(key, value));
  return fetch(url, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
}

function say(line, state, told) {
  line.className = `is-${state}`;
  line.querySelector(".photo-state").replaceChildren(told ?? word(state));
  line.querySelector("[data-again]").hidden = state !== "failed";
}

async function send(line) {
  const about = lines.get(line);
  say(line, "sending");
  try {
    if (!about.small) {
      const made = await smaller(about.file).catch(() => ({ file: about.file })); // what cannot be drawn here the portal judges
      about.small = made.file;
      if (made.canvas) preview(line, made.canvas);
    }
    const answer = await post(box.dataset.keep, { photos: about.small });
    if (answer.status !== 200 && answer.status !== 422) throw new Error(answer.status);
    const told = await answer.json();
    if (told.error) return say(line, "refused", told.error);
    line.dataset.sha256 = told.sha256;
    about.isKept = true;
    say(line, "kept");
  } catch {
    say(line, "failed");
  }
}

function add(file) {
  const line = box.querySelector("[data-line]").content.firstElementChild.cloneNode(true);
  line.querySelector(".photo-name").textContent = file.name;
  list.append(line);
  lines.set(line, { file });
  lines.get(line).sent = send(line);
}

input.addEventListener("change", () => {
  const room = Number(box.dataset.most) - list.children.length;
  [...input.files].slice(0, Math.max(0, room)).forEach(add);
  if (input.files.length > room) box.querySelector("#photos-hint").replaceChildren(word("most"));
  input.value = "";
});

list.addEventListener("click", (e) => {
  const line = e.target.closest("li");
  if (e.target.closest("[data-again]")) lines.get(line).sent = send(line);
  if (e.target.closest("[data-drop-photo]")) {
    if (line.dataset.sha256) post(box.dataset.dropUrl, { sha256: line.dataset.sha256 }).catch(() => {});
    lines.delete(line);
    line.remove();
  }
});

const failed = () => [...lines.keys()].filter((line) => line.className === "is-failed");
let isWaiting = false;
form.addEventListener("submit", async (e) => {
  const busy = [...lines.keys()].filter((line) => line.className === "is-sending");
  if (!busy.length && !failed().length) return;
  e.preventDefault();
  if (isWaiting) return;
  isWaiting = true;
  failed().forEach((line) => (lines.get(line).sent = send(line)));
  await Promise.all([...lines.values()].map((about) => about.sent));
  isWaiting = false;
  if (failed().length) failed()[0].scrollIntoView({ block: "center" });
  else form.requestSubmit();
});
