// Writing to the server from an element: one function, which carries the CSRF token, shows what
// the server wants to tell, and turns every refusal into an Error with a sentence for the person.

export class Refused extends Error {
  constructor({ error = "", ...more }, status) {
    super(error);
    this.status = status;
    this.more = more;
  }
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

export async function send(url, { method = "POST", body, signal, keepalive } = {}) {
  const answer = await fetch(url, {
    method,
    body: asBody(body),
    signal,
    keepalive,
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true", Accept: "application/json" },
  });
  announce(answer.headers.get("HX-Trigger"));
  if (isSignIn(answer)) throw new Refused({ error: document.querySelector("toast-stack")?.dataset.signedOut }, 401);
  if (!answer.ok) throw new Refused(await reason(answer), answer.status);
  return readJson(answer);
}

// Whose session has ended is led to a page; what they did was not taken.
function isSignIn(answer) {
  return answer.redirected && answer.headers.get("Content-Type")?.includes("html");
}

export async function load(url, signal) {
  const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Refused(await reason(answer), answer.status);
  return readJson(answer);
}

function asBody(body) {
  if (body === undefined || body instanceof FormData) return body;
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) form.set(name, value ?? "");
  return form;
}

async function readJson(answer) {
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  return isJson ? answer.json() : {};
}

async function reason(answer) {
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (isJson) return answer.json();
  const isText = answer.headers.get("Content-Type")?.startsWith("text/plain");
  return { error: isText ? (await answer.text()).slice(0, 300) : "" };
}

function announce(header) {
  if (!header?.startsWith("{")) return;
  for (const [name, detail] of Object.entries(JSON.parse(header))) {
    document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}
