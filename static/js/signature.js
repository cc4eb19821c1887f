// A signature is drawn with a finger, a pen or the mouse; what the form carries is its picture.
document.querySelectorAll("[data-signature]").forEach((box) => {
  const canvas = box.querySelector("canvas");
  const input = box.parentElement.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let isDown = false;
  box.hidden = false;
  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#123" });
  const at = (e) => {
    const shown = canvas.getBoundingClientRect();
    return [((e.clientX - shown.left) * canvas.width) / shown.width, ((e.clientY - shown.top) * canvas.height) / shown.height];
  };
  const paper = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  };
  paper();
  if (input.value) {
    const before = new Image();
    before.onload = () => pen.drawImage(before, 0, 0);
    before.src = input.value;
  }
  canvas.addEventListener("pointerdown", (e) => {
    isDown = true;
    canvas.setPointerCapture(e.pointerId);
    pen.beginPath();
    pen.moveTo(...at(e));
    e.preventDefault();
  });
  canvas.addEventListener("pointermove", (e) => {
    if (!isDown) return;
    pen.lineTo(...at(e));
    pen.stroke();
  });
  ["pointerup", "pointercancel"].forEach((name) =>
    canvas.addEventListener(name, () => {
      if (isDown) input.value = canvas.toDataURL("image/png");
      isDown = false;
    }),
  );
  box.querySelector("[data-clear]").addEventListener("click", () => {
    paper();
    input.value = "";
  });
});
