// Answers the notice without leaving the page, so that nothing typed on it is lost. Without script the form does it.
const notice = document.getElementById("privacy-notice");
notice?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = new FormData(notice, event.submitter);
  const typed = [...document.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);
  try {
    // The answer leads back to this page; only its cookie is wanted here.
    const response = await fetch(notice.action, { method: "POST", body: answer, redirect: "manual" });
    if (response.type !== "opaqueredirect") throw new Error(response.status);
    notice.remove();
    if (answer.get("decision") !== notice.dataset.changes) return;
    if (!typed) location.reload();
    else document.querySelectorAll(".privacy-embed iframe").forEach((frame) => frame.remove());
  } catch {
    const decision = Object.assign(document.createElement("input"), { type: "hidden", name: "decision", value: answer.get("decision") });
    notice.append(decision);
    notice.submit();
  }
});
// A browser may bring the page back as it was left, with a notice that has been answered since.
addEventListener("pageshow", async (event) => {
  if (!event.persisted || !notice?.isConnected) return;
  const now = await (await fetch(location.href)).text();
  if (!now.includes(`id="${notice.id}"`)) notice.remove();
});
