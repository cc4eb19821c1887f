// The big screen: shows one part after the other, asks for the newest numbers, and keeps the last ones while there is no
// network. Whoever wants no motion gets everything below each other, as without this file.
(() => {
  const EVERY = 5 * 60 * 1000;
  const PATIENCE = 30 * 1000;
  const body = document.body;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const seconds = Number(body.dataset.seconds) || 20;
  const clock = (moment) => `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
  let place = 0;
  let lostAt = null;

  const parts = () => [...document.querySelectorAll("main > section")];

  function show() {
    const all = parts();
    const turning = !still.matches && all.length > 1;
    document.documentElement.classList.toggle("turning", turning);
    place %= all.length || 1;
    all.forEach((part, number) => { part.hidden = turning && number !== place; });
    const dots = document.querySelector(".dots");
    dots.replaceChildren(...(turning ? all : []).map((_part, number) => {
      const dot = document.createElement("i");
      dot.className = number === place ? "here" : "";
      return dot;
    }));
  }

  function turn() {
    place += 1;
    show();
  }

  function tellLost() {
    lostAt = lostAt || new Date();
    const asOf = document.querySelector("main").dataset.asOf;
    document.querySelector(".lost").textContent =
      body.dataset.lost.replace("{time}", clock(lostAt)).replace("{as_of}", asOf);
  }

  function putIn(fresh) {
    for (const name of ["header", "main", "footer"]) document.querySelector(name).replaceWith(fresh.querySelector(name));
    lostAt = null;
    show();
  }

  // A screen that was switched off, or whose address was renewed, shows nothing any more: the page says so itself.
  async function renew() {
    try {
      const answer = await fetch(location.href, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 404) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      return putIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (_error) {
      return tellLost();
    }
  }

  still.addEventListener("change", show);
  window.addEventListener("offline", tellLost);
  window.addEventListener("online", renew);
  setInterval(turn, seconds * 1000);
  setInterval(renew, EVERY);
  show();
})();
