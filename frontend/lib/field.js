// The field in which a value is written: text, lines, a choice, or a day. With a mouse a day is typed
// as one likes, the server reads it, and the browser's calendar stands beside it; a finger gets the
// browser's own field.
import { make } from "./dom.js";

export function fieldOf({ type = "text", value = "", label, options }) {
  if (type === "select") {
    const choices = JSON.parse(options).map(([key, text]) => make("option", { value: key, selected: String(key) === value }, text));
    return make("select", { "aria-label": label }, ...choices);
  }
  const field = type === "textarea" ? make("textarea", { "aria-label": label }) : inputOf(type, label);
  field.value = value;
  return field;
}

function inputOf(type, label) {
  const isTyped = type === "date" && matchMedia("(pointer: fine)").matches;
  return make("input", { type: isTyped ? "text" : type, class: isTyped && "typed-day", "aria-label": label });
}

export function isTypedDay(field) {
  return field.matches(".typed-day");
}

export function pickerOf(field, whenPicked) {
  const picker = make("input", { type: "date", class: "day-picker", tabindex: -1, "aria-hidden": "true" });
  picker.value = field.value;
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    field.value = picker.value;
    whenPicked();
  });
  return picker;
}
