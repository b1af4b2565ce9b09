// A button with data-opens="id" opens that dialog; data-closes closes the one it stands in.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      event.preventDefault();
      opener.closest("details.menu")?.removeAttribute("open");
      dialog.showModal();
    }
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  // A click on the backdrop lands on the dialog itself.
  if (event.target instanceof HTMLDialogElement && event.target.open && isOutside(event)) event.target.close();
});

function isOutside({ target, clientX, clientY }) {
  const { left, right, top, bottom } = target.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

// A form in a dialog that the server accepted asks for the dialog to close.
document.addEventListener("close-dialog", (event) => {
  const dialogs = document.querySelectorAll("dialog[open]");
  (event.target.closest?.("dialog") ?? dialogs[dialogs.length - 1])?.close();
});
