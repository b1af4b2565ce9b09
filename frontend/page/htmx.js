// htmx with our token, and a sentence instead of silence when something fails.
import htmx from "htmx.org";
import { csrfToken, Refused } from "../lib/http.js";
import { toast } from "../lib/dom.js";

window.htmx = htmx;

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  const isText = event.detail.xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  complain(new Refused(isText && status < 500 ? responseText.slice(0, 300) : "", status));
});

document.addEventListener("htmx:sendError", () => complain(new TypeError("offline")));

// Led to another page than the one asked for: the session has ended, and the page must say so.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const asked = new URL(pathInfo.requestPath, location.href).pathname;
  const isPage = /^\s*<!doctype html/i.test(xhr.responseText);
  if (!isPage || new URL(xhr.responseURL).pathname === asked) return;
  event.detail.shouldSwap = false;
  location.reload();
});

export function complain(error) {
  const words = document.querySelector("toast-stack")?.dataset ?? {};
  const said = error instanceof Refused ? error.message || words.failed : words.offline;
  toast(said ?? String(error), { tone: "bad" });
}
