// Photographs chosen in a form are made smaller before it is sent; what cannot be drawn here the portal judges.
document.querySelectorAll("input[type=file][data-smaller]").forEach((input) => {
  const button = input.form.querySelector("[type=submit]");
  input.addEventListener("change", async () => {
    button.disabled = true;
    const made = new DataTransfer();
    for (const file of input.files) {
      const drawn = await smaller(file).catch(() => ({ file }));
      made.items.add(drawn.file);
    }
    input.files = made.files;
    button.disabled = false;
  });
});
