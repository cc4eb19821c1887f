// What a page that saves by itself stands on: typing that is kept in this browser until it is saved, and requests that
// notice when somebody has signed out or in again.

// A box is kept as it was typed, under the version it was typed over: box.place, box.version, box.now().
const kept = {
  isRefused: false, // the browser keeps nothing: whoever leaves is warned
  keys(box) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(box.place));
    } catch {
      return [];
    }
  },
  write(box) {
    try {
      localStorage.setItem(box.place + box.version, JSON.stringify(box.now()));
    } catch {
      kept.isRefused = true;
    }
  },
  forget: (box) => kept.keys(box).forEach((key) => localStorage.removeItem(key)),
  latest(box) {
    const versions = kept.keys(box).map((key) => Number(key.slice(box.place.length)));
    if (!versions.length) return null;
    const version = Math.max(...versions);
    return { version, said: JSON.parse(localStorage.getItem(box.place + version)) };
  },
};

const BECAME = { 200: "saved", 409: "conflict", 422: "refused", 400: "unreadable", 413: "unreadable", 403: "gone", 404: "gone" };
const TELLS = ["saved", "conflict", "refused"];

// One request after the other: two of the same box never overtake each other.
const sender = {
  patience: 20000,
  line: Promise.resolve(),
  token: document.querySelector("[name=csrfmiddlewaretoken]")?.value,
  queue: (act) => (sender.line = sender.line.then(act, act)),
  post: (url, said, more = {}) =>
    fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(sender.patience),
      headers: { "X-CSRFToken": sender.token, Accept: "application/json" },
      body: said instanceof FormData ? said : new URLSearchParams(said),
      ...more,
    }),
  // What became of it: `is` one of BECAME, "unreachable" or "signed-out"; `told` what the portal answered.
  async ask(url, said, again = true) {
    try {
      const answer = await sender.post(url, said);
      const isRefused = answer.status === 403 && again;
      if (answer.type === "opaqueredirect" || (isRefused && !(await sender.renew()))) return { is: "signed-out" };
      if (isRefused) return sender.ask(url, said, false);
      const is = BECAME[answer.status] ?? "unreachable";
      return { is, told: TELLS.includes(is) ? await answer.json() : {} };
    } catch {
      return { is: "unreachable" };
    }
  },
  // Who signed in again has another token: any page of the portal tells it. A stranger is shown none.
  async renew() {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    const found = page.querySelector(".frame") && page.querySelector("[name=csrfmiddlewaretoken]");
    if (found) sender.token = found.value;
    return Boolean(found);
  },
};
