// <passkey-form data-action="get|create" data-options="id" | data-options-url>: on submit asks the
// browser for a passkey, puts the answer into the form's `credential` field and sends the form.
// `data-options` names a json_script with the options; with `data-options-url` they are fetched.
import { load } from "../lib/http.js";

// What an answer holds in bytes.
const BINARY = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function toBytes(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0)).buffer;
}

function toText(bytes) {
  const letters = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function described(credentials) {
  return credentials?.map((each) => ({ ...each, id: toBytes(each.id) }));
}

function readOptions({ publicKey }) {
  return {
    ...publicKey,
    challenge: toBytes(publicKey.challenge),
    ...(publicKey.user && { user: { ...publicKey.user, id: toBytes(publicKey.user.id) } }),
    ...(publicKey.excludeCredentials && { excludeCredentials: described(publicKey.excludeCredentials) }),
    ...(publicKey.allowCredentials && { allowCredentials: described(publicKey.allowCredentials) }),
  };
}

function written(credential) {
  const response = {};
  for (const name of BINARY) {
    const value = credential.response[name];
    if (value instanceof ArrayBuffer) response[name] = toText(value);
  }
  const transports = credential.response.getTransports?.();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    response: { ...response, ...(transports && { transports }) },
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!globalThis.PublicKeyCredential) return;
    this.hidden = false;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.#submit(event));
  }

  async #submit(event) {
    event.preventDefault();
    const error = this.querySelector("[role=alert]");
    error.hidden = true;
    try {
      const publicKey = readOptions(await this.#options());
      if (this.dataset.action === "create") this.#wish(publicKey);
      const credential = await navigator.credentials[this.dataset.action]({ publicKey });
      this.form.elements.credential.value = written(credential);
      this.form.submit();
    } catch {
      error.hidden = false;
    }
  }

  async #options() {
    const { options, optionsUrl } = this.dataset;
    const data = options ? JSON.parse(document.getElementById(options).textContent) : await load(optionsUrl);
    return data.request_options ?? data.creation_options;
  }

  // A passkey signs in without a password; a plain security key is only a second factor.
  #wish(publicKey) {
    const isPasskey = this.form.elements.passwordless?.checked ?? true;
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: isPasskey ? "required" : "discouraged",
      requireResidentKey: isPasskey,
      userVerification: isPasskey ? "required" : "preferred",
    };
  }
}

customElements.define("passkey-form", PasskeyForm);
