// Small words for making and finding elements; text is always set as text, never as markup.

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  assign(element, attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  assign(element, attributes);
  element.append(...children);
  return element;
}

export function icon(name) {
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0];
  if (!sprite) return "";
  return draw("svg", { class: "icon small", "aria-hidden": "true" }, draw("use", { href: `${sprite}#${name}` }));
}

function assign(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
}

export function toast(text, { undo = "", tone = "" } = {}) {
  document.body.dispatchEvent(new CustomEvent("toast", { detail: { text, undo, tone } }));
}

export function isTyping(event) {
  const at = event.composedPath()[0];
  return at instanceof HTMLElement && (at.isContentEditable || at.matches("input:not([type=checkbox],[type=radio]), textarea, select"));
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function debounce(act, wait) {
  let timer;
  const later = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}
