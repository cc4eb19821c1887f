// Runs before the first paint: colours that follow the device, and paper that is always white.
const page = document.documentElement;
const darkDevice = matchMedia("(prefers-color-scheme: dark)");
const chosen = page.dataset.colours;

function showColours() {
  page.dataset.bsTheme = chosen === "dark" || (chosen !== "light" && darkDevice.matches) ? "dark" : "light";
}

showColours();
darkDevice.addEventListener("change", showColours);
addEventListener("beforeprint", () => (page.dataset.bsTheme = "light"));
addEventListener("afterprint", showColours);
