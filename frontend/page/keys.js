// Single-letter shortcuts: press the letter in data-shortcut to click that link or button.
// "g t" is two keys in a row. A person can switch them off; they never act while one types.
import { isMac, isTyping } from "../lib/dom.js";

const PAUSE = 1200;
let first = { key: "", at: 0 };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.body.dataset.shortcuts === "off" || isTyping(event) || openDialog()) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : "";
  if (!key.trim()) return;
  const pair = event.timeStamp - first.at < PAUSE ? `${first.key} ${key}` : key;
  first = { key, at: event.timeStamp };
  const target = find(pair) ?? find(key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) target.focus();
  else target.click();
});

function find(keys) {
  const found = document.querySelectorAll(`[data-shortcut="${CSS.escape(keys)}"]`);
  return [...found].find((element) => !element.disabled && element.checkVisibility());
}

function openDialog() {
  return document.querySelector("dialog[open]");
}

if (isMac) {
  for (const hint of document.querySelectorAll("[data-mod-key]")) {
    hint.textContent = hint.textContent.replace(/Ctrl ?\+?/, "⌘");
  }
}
