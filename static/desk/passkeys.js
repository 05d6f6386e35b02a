// Makes a passkey, or signs in with one; what the device answers is sent as any form is. Where there can be none, the forms stay hidden.
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/** Reads the options of a call; browsers before 2025 do not do that themselves. */
function readOptions(options) {
  const own = options.user ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  if (PublicKeyCredential[own]) return PublicKeyCredential[own](options);
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  read.excludeCredentials = options.excludeCredentials?.map((known) => ({ ...known, id: toBytes(known.id) }));
  return read;
}

/** Writes what a device answered; so do such browsers. */
function writeAnswer(credential) {
  if (credential.toJSON) return JSON.stringify(credential);
  const { id, type, response } = credential;
  const told = parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]);
  return JSON.stringify({ id, rawId: id, type, response: Object.fromEntries(told) });
}

/** Returns what the page offers; a sign-in asks for it when its button is pressed, as such a page may stay open overnight. */
async function findOffer(form) {
  return form.dataset.offer ? JSON.parse(form.dataset.offer) : (await fetch(form.action, { cache: "no-store" })).json();
}

async function askDevice(form) {
  const { token, options } = await findOffer(form);
  const publicKey = readOptions(options);
  const credential = await (options.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  form.elements.token.value = token;
  form.elements.answer.value = writeAnswer(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential || location.origin !== new URL(form.dataset.passkey).origin;
  if (!form.elements.answer) continue;
  const status = form.querySelector("[role=alert]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = "";
    askDevice(form).catch(() => (status.textContent = form.dataset.failed));
  });
}
