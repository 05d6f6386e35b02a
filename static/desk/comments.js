// Keys for the list of comments. They act while the focus is in the list, and press the buttons that stand there.
const queue = document.getElementById("queue");
const help = document.getElementById("keys");
const acts = { a: "approve", h: "hold", s: "spam", d: "delete", r: "answer", e: "edit" };
const cards = () => [...(queue?.querySelectorAll(".desk-card") ?? [])];
const current = () => document.activeElement.closest("#queue .desk-card");

function move(by) {
  const all = cards();
  const at = all.indexOf(current());
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

/** Lets the page that answers begin at the comment behind this one, or before it at the end. */
function goOnBehind(card) {
  const all = cards();
  const at = all.indexOf(card);
  const next = all[at + 1] ?? all[at - 1];
  queue.elements.next.value = queue.elements.next.value.replace(/#.*/, "") + (next ? `#${next.id}` : "");
}

function act(card, name) {
  const target = card?.querySelector(`[data-act=${name}]`);
  if (target?.tagName === "BUTTON") goOnBehind(card);
  target?.click();
}

function tellKeys() {
  help.open = !help.open;
  if (help.open) help.scrollIntoView({ block: "nearest" });
}

function press(key) {
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "x") current()?.querySelector("[name=id]")?.click();
  else if (key === "u") document.getElementById("undo")?.click();
  else if (key === "?") tellKeys();
  else if (key in acts) act(current(), acts[key]);
  else return false;
  return true;
}

if (queue) {
  help.hidden = false;
  queue.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "checkbox") event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (press(event.key)) event.preventDefault();
  });
  queue.elements.all.addEventListener("change", (event) => {
    for (const box of queue.querySelectorAll("[name=id]")) box.checked = event.target.checked;
  });
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted?.matches(".desk-card")) wanted.focus();
}
