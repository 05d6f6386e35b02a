// Shows the preview beside the text while it is written, sends a picture without leaving the page, and warns before what
// was typed is lost. Without script the buttons of the form do the first two.
const form = document.getElementById("article-form");
const text = form.elements.text ?? form.elements.whole;
const picture = form.elements.picture;
const PAUSE = 800; // ms without a key before the preview follows
const saved = form.dataset.unsaved === "true" ? null : JSON.stringify(typed());
let waiting = 0;
let latest = 0;
let leaving = false;

/** Returns all that was typed, without the picture, which stands in no field of the article. */
function typed() {
  return [...new FormData(form)].filter(([name]) => name !== "picture");
}

function isUnsaved() {
  return JSON.stringify(typed()) !== saved;
}

async function fetchPart(address, body, headers = {}) {
  const response = await fetch(address, { method: "POST", body, headers: { Accept: "text/html", ...headers } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { ok: response.ok, page };
}

/** Asks for the preview of what is typed now; an answer that comes after a later one is not shown. */
async function preview() {
  const own = (latest += 1);
  const body = new FormData();
  for (const [name, value] of typed()) body.append(name, value);
  try {
    const { page } = await fetchPart(form.dataset.preview, body, { Prefer: "return=minimal" });
    const next = page.getElementById("preview");
    const present = document.getElementById("preview");
    if (!next || own !== latest) return;
    next.removeAttribute("data-empty");
    const place = present.scrollTop;
    present.replaceWith(next);
    next.scrollTop = place;
  } catch {
    // The button still does it, and says what is wrong.
  }
}

function previewSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(preview, PAUSE);
}

function insert(line) {
  const at = text.selectionStart;
  const before = text.value.slice(0, at).replace(/\n*$/, "");
  const after = text.value.slice(text.selectionEnd).replace(/^\n*/, "");
  text.value = `${before}${before ? "\n\n" : ""}${line}${after ? `\n\n${after}` : "\n"}`;
  const gap = line.includes("[]") ? line.indexOf("[]") : line.lastIndexOf('""'); // For the alt text.
  const place = before.length + (before ? 2 : 0) + gap + 1;
  text.focus();
  text.setSelectionRange(place, place);
  previewSoon();
}

/** Sends the picture, and puts its line where the text cursor stands; the reason if it is not taken is told beside it. */
async function sendPicture(button) {
  const status = document.getElementById("picture-placed");
  button.disabled = true;
  form.setAttribute("aria-busy", "true");
  try {
    const { ok, page } = await fetchPart(form.dataset.pictures, new FormData(form));
    const line = page.getElementById("picture-line");
    const problem = page.querySelector(".writing-problems .error") ?? page.querySelector("main h1");
    if (ok && line) {
      status.replaceChildren(...page.getElementById("picture-placed").childNodes);
      picture.value = "";
      insert(line.textContent);
    } else {
      status.replaceChildren(Object.assign(document.createElement("p"), { className: "error", textContent: problem?.textContent ?? "" }));
    }
  } catch {
    button.disabled = false;
    button.dataset.plainly = "true"; // The next press sends it as any form is sent.
  } finally {
    button.disabled = false;
    form.removeAttribute("aria-busy");
  }
}

form.addEventListener("input", previewSoon);
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.formAction === new URL(form.dataset.preview, location).href) {
    event.preventDefault();
    preview().then(() => document.getElementById("preview").scrollIntoView({ block: "nearest" }));
  } else if (button?.formAction === new URL(form.dataset.pictures, location).href && button.dataset.plainly !== "true") {
    event.preventDefault();
    sendPicture(button);
  } else {
    leaving = true;
  }
});
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (!leaving && isUnsaved()) event.preventDefault();
});
const isEmpty = form.elements.title?.value === "";
if (matchMedia("(min-width: 68rem)").matches && !isEmpty && !document.querySelector(".writing-problems")) preview();
