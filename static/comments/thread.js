// Posts a comment and looks for new ones without leaving the page. Without script the form and a reload do it.
const tools = document.getElementById("comments-tools");
const words = tools.dataset;
const look = tools.querySelector("button");
const status = tools.querySelector("[role=status]");
let posted = 0;
let plainly = false; // What the script could not send, the next press sends as any form is sent.

/** Fetches a page anew, also for the browser's store, from which going back and forward takes it. */
const fetchPage = (address) => fetch(address, { cache: "reload", headers: { Accept: "text/html" } });
const read = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

/** Puts another page's list in the place of ours, and returns how many comments it brought, which it marks. */
function showList(answer, own) {
  const known = new Set([own, ...[...document.querySelectorAll("#comments-list .comment")].map((comment) => comment.id)]);
  for (const part of [".comment-count", "#comments-title", "#comments-note", "#comments-list"]) {
    const now = answer.querySelector(part);
    if (now) document.querySelector(part)?.replaceWith(now);
  }
  const brought = [...document.querySelectorAll("#comments-list .comment:not(.comment-gone)")].filter((comment) => !known.has(comment.id));
  for (const comment of brought) {
    comment.classList.add("comment-new");
    const mark = Object.assign(document.createElement("span"), { className: "comment-mark", textContent: words.new });
    comment.querySelector(".comment-head")?.append(mark);
  }
  return brought.length;
}

/** Shows the posted comment and a fresh form. Where that does not work, the browser opens the address. */
async function showPosted(form, address) {
  const id = address.hash.slice(1);
  try {
    const response = await fetchPage(address);
    const answer = await read(response);
    const next = answer.querySelector("#comment-form, .comments-closed");
    if (!answer.getElementById("comments-list") || new URL(response.url).pathname !== location.pathname) throw new Error(response.url);
    posted += 1;
    showList(answer, id);
    form.replaceWith(next);
    history.replaceState(history.state, "", withoutNote(response.url) + address.hash);
  } catch {
    history.replaceState(history.state, "", address);
    location.reload();
    return;
  }
  const comment = document.getElementById(id);
  if (comment) comment.tabIndex = -1;
  location.replace(location.href); // Makes it the page's target, which `replaceState` does not.
  (comment ?? look).focus();
  status.textContent = comment && !comment.matches(".comment-waiting") ? words.posted : words.waiting;
}

/** What was told once need not be told at each reload, or to those with whom the address is shared. */
function withoutNote(address) {
  const url = new URL(address);
  url.searchParams.delete("comments-note");
  return url.href;
}

function showRefused(form, again) {
  form.replaceWith(again);
  // It was typed, also while it was sent, and did not come with the page; the notice asks the field for that.
  again.elements.text.defaultValue = "";
  again.elements.text.value = form.elements.text.value;
  const wrong = again.querySelector("[role=alert], [aria-invalid]");
  if (wrong?.matches("p")) wrong.tabIndex = -1;
  wrong?.focus();
}

function showUnsent(form, reason) {
  plainly = navigator.onLine;
  const text = reason ? `${reason}. ${words.unsent}` : words.unsent;
  const problem = Object.assign(document.createElement("p"), { className: "error comment-unsent", textContent: text });
  problem.setAttribute("role", "alert");
  form.append(problem);
}

async function post(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const wait = (busy) => {
    for (const each of form.querySelectorAll("button")) each.disabled = busy;
    button?.setAttribute("aria-busy", busy);
  };
  form.querySelector(".comment-unsent")?.remove();
  wait(true);
  try {
    // Asked for the address alone, as a script that follows a redirect is not told its anchor.
    const headers = { Accept: "text/html", Prefer: "return=minimal" };
    const response = await fetch(form.action, { method: "POST", body, headers });
    if (response.status === 201) return await showPosted(form, new URL(response.headers.get("Location"), location));
    const answer = await read(response);
    const again = answer.getElementById("comment-form");
    if (again) showRefused(form, again);
    else if (response.ok) form.submit();
    else showUnsent(form, answer.querySelector("h1")?.textContent);
  } catch {
    showUnsent(form);
  }
  wait(false);
  if (form.isConnected) button?.focus();
}

document.getElementById("comments").addEventListener("submit", (event) => {
  if (event.target.id !== "comment-form" || event.submitter?.name || plainly) return;
  event.preventDefault();
  status.textContent = "";
  post(event.target, event.submitter);
});

look.addEventListener("click", async () => {
  const before = posted;
  status.textContent = ""; // The same words said twice would not be announced again.
  look.setAttribute("aria-busy", true);
  try {
    const answer = await read(await fetchPage(location.href));
    if (!answer.getElementById("comments-list")) throw new Error("no list");
    if (before !== posted) return; // What came meanwhile is newer.
    const place = look.getBoundingClientRect().top;
    const count = showList(answer);
    scrollBy({ top: look.getBoundingClientRect().top - place, behavior: "instant" });
    status.textContent = count ? words.some.replace("{count}", count) : words.none;
  } catch {
    status.textContent = words.unread;
  } finally {
    look.setAttribute("aria-busy", false);
  }
});
if (location.search.includes("comments-note")) history.replaceState(history.state, "", withoutNote(location.href));
tools.hidden = false;
