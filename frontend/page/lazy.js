// Fetch an element's code when its tag first appears in the page.

const PARTS = {
  "begun-after": () => import("../elements/begun-after.js"),
  "command-palette": () => import("../elements/command-palette.js"),
  "shortcut-list": () => import("../elements/shortcut-list.js"),
  "alert-bell": () => import("../elements/alert-bell.js"),
  "desktop-consent": () => import("../elements/desktop-consent.js"),
  "list-keys": () => import("../elements/list-keys.js"),
  "mail-composer": () => import("../elements/mail-composer.js"),
  "mail-frame": () => import("../elements/mail-frame.js"),
  "chat-answer": () => import("../elements/chat-answer.js"),
  "copy-text": () => import("../elements/copy-text.js"),
  "call-timer": () => import("../elements/call-timer.js"),
  "first-touch": () => import("../elements/first-touch.js"),
  "second-look": () => import("../elements/second-look.js"),
  "slash-menu": () => import("../elements/slash-menu.js"),
  "undo-send": () => import("../elements/undo-send.js"),
  "name-menu": () => import("../elements/name-menu.js"),
  "plan-outline": () => import("../elements/plan-outline.js"),
  "plan-calendar": () => import("../elements/plan-calendar.js"),
  "plan-gantt": () => import("../elements/plan-gantt.js"),
  "task-board": () => import("../elements/task-board.js"),
  "inline-edit": () => import("../elements/inline-edit.js"),
  "live-presence": () => import("../elements/live-presence.js"),
  "live-updates": () => import("../elements/live-updates.js"),
  "file-drop": () => import("../elements/file-drop.js"),
  "push-device": () => import("../elements/push-device.js"),
  "passkey-form": () => import("../elements/passkey-form.js"),
};

function fetchParts(root) {
  for (const [name, fetchPart] of Object.entries(PARTS)) {
    if (!customElements.get(name) && root.querySelector(name)) fetchPart();
  }
}

fetchParts(document);
document.addEventListener("htmx:load", () => fetchParts(document));
