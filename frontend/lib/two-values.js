// Two people wrote different values: both are shown until one of them is chosen.
import { make } from "./dom.js";

export function choiceOf(sentence, ...choices) {
  const buttons = choices.map(([text, act]) => {
    const button = make("button", { type: "button", class: "btn small" }, text);
    button.addEventListener("click", (event) => (event.stopPropagation(), act()));
    return button;
  });
  return make("span", { class: "error", role: "alert" }, sentence, ...buttons.flatMap((button) => [" ", button]));
}
