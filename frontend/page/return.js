// What was done with the keyboard brings the page again, or a part of it: the focus goes back to where
// it was done, or to what stands there now. A form that was refused begins at its first wrong field.

const KEPT = "rapport:done-at";
const FRESH = 30_000;
const MARKS = ["id", "data-id", "data-number"];
let isByKeys = false;

addEventListener("keydown", () => (isByKeys = true), true);
addEventListener("pointerdown", () => (isByKeys = false), true);

addEventListener("submit", ({ defaultPrevented, target: form, submitter }) => {
  if (defaultPrevented || form.method !== "post") return;
  const toasts = form.closest("toast-stack");
  const active = document.activeElement;
  if (toasts) comeBackTo(toasts.contains(active) ? toasts.cameFrom : active);
  else comeBackTo(form.contains(active) ? active : submitter);
});

// Remembers an element for the page that comes next, if that is this one again.
export function comeBackTo(element) {
  if (!isByKeys || !element) return;
  sessionStorage.setItem(KEPT, JSON.stringify({ ...placeOf(element), page: location.pathname, at: Date.now() }));
}

// A field or a button is known again by its form, other things by their number.
function placeOf(element) {
  const { name = "", value = "", type = "" } = element;
  const form = element.closest("form[method=post]");
  if (form && name + type) return { action: form.getAttribute("action"), name, value: type === "submit" ? value : null };
  const mark = MARKS.find((each) => element.getAttribute(each));
  return { thing: mark ? `[${mark}="${CSS.escape(element.getAttribute(mark))}"]` : "" };
}

function find({ thing, action, name, value }) {
  if (!action) return thing && document.querySelector(thing);
  const form = [...document.forms].find((one) => one.getAttribute("action") === action);
  const fields = [...(form?.elements ?? [])].filter((one) => one.type !== "hidden");
  return fields.find((one) => one.name === name && (value === null || one.value === value)) ?? fields[0];
}

function kept() {
  const place = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  return place?.page === location.pathname && Date.now() - place.at < FRESH ? place : null;
}

const place = kept();
if (document.activeElement === document.body) {
  const wrong = document.querySelector('main [aria-invalid="true"]');
  (wrong ?? (place && (find(place) || document.querySelector("main"))))?.focus();
}

// A part of the page that is swapped takes what was in focus with it.
let lost = null;

addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const active = document.activeElement;
  lost = isByKeys && target?.id && target.contains(active) ? { ...placeOf(active), part: target.id } : null;
});

addEventListener("htmx:afterSettle", () => {
  if (!lost || document.activeElement !== document.body) return;
  const part = document.getElementById(lost.part);
  const wrong = part?.querySelector('[aria-invalid="true"]');
  const there = wrong ?? find(lost);
  lost = null;
  // What stands in something folded is out of reach: what unfolds it is next.
  const folded = there?.closest("details:not([open])");
  const first = part?.querySelector("a[href], button, summary, select, input:not([type=hidden])");
  (folded?.querySelector("summary") ?? there ?? first)?.focus();
});
