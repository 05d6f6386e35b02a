// Offers the system's own way to share, where there is one. Without script there are plain links.
const button = document.querySelector(".share button");
if (button && navigator.share) {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => navigator.share({ ...button.dataset }).catch(() => {}));
}
