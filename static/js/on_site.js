// The evaluator's mode: arrow keys turn to the indicator before or after; the open one is in sight in the tree.
document.addEventListener("keydown", (e) => {
  const typing = e.target.closest?.("input, textarea, select, [contenteditable], .dropdown-menu, .offcanvas.show");
  if (typing || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[e.key];
  if (way) document.querySelector(`main a[rel="${way}"]`)?.click();
});
document.querySelector(".on-site-tree [aria-current]")?.scrollIntoView({ block: "nearest" });
