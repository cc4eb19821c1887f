// A ballot: how far it is, what a mark means in words; Enter goes on to the next unit. Without this it is a plain form.
const form = document.querySelector("[data-ballot]");
const marks = [...form.querySelectorAll("[data-mark]")];
const scale = [...form.querySelectorAll("[data-word]")].map((place) => [place.dataset.word, Number(place.dataset.least)]);
const progress = form.querySelector("[data-progress]");
const count = form.querySelector("[data-done]");

function isGiven(input) {
  return /^\d{1,3}$/.test(input.value.trim()) && Number(input.value) <= 100;
}

function say(input) {
  const word = isGiven(input) ? scale.find(([, least]) => Number(input.value) >= least)?.[0] : "";
  input.parentElement.querySelector("[data-said]").textContent = word ?? "";
}

function tell() {
  progress.value = marks.filter(isGiven).length;
  count.textContent = progress.value;
}

for (const [place, input] of marks.entries()) {
  say(input);
  input.addEventListener("input", () => { say(input); tell(); });
  input.addEventListener("wheel", () => input.blur(), { passive: true }); // scrolling changes no mark
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || place === marks.length - 1) return;
    event.preventDefault();
    marks[place + 1].focus();
    marks[place + 1].select();
  });
}
tell();
