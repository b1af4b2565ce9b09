// Which key does what on the plan's table while nothing is being typed.
import { fillDown } from "./acts.js";

const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const STEPS = { ArrowRight: "in", ArrowLeft: "out", ArrowUp: "up", ArrowDown: "down" };
const BRACKETS = { "]": "in", "[": "out" };
const LAST = 99; // columns

// What an event asks of the outline; nothing where it is no key of ours.
export function actOf({ key, ctrlKey, metaKey, altKey, shiftKey }, outline) {
  const command = (ctrlKey || metaKey) && !altKey;
  if (altKey && key === "Enter") return () => outline.cells.linkOf(outline.place)?.click();
  if (altKey) return shiftKey && STEPS[key] ? () => outline.move(STEPS[key]) : null;
  if (key === "Insert") return () => outline.add();
  if (command) return commandOf(key, outline);
  if (ARROWS[key]) return () => outline.arrow(...ARROWS[key], shiftKey);
  if (key === "Home" || key === "End") return () => outline.go({ ...outline.place, column: key === "Home" ? 0 : LAST });
  const next = key === "Tab" && outline.cells.from(outline.place, 0, shiftKey ? -1 : 1, true);
  return next ? () => outline.go(next) : null;
}

function commandOf(key, outline) {
  const { rows } = outline.cells;
  const acts = {
    Enter: () => outline.add(),
    d: () => fillDown(outline, outline.chosen),
    z: () => outline.undo(),
    Home: () => outline.go({ number: rows[0].dataset.number, column: 0 }),
    End: () => outline.go({ number: rows.at(-1).dataset.number, column: LAST }),
  };
  if (BRACKETS[key]) return () => outline.move(BRACKETS[key]);
  return acts[key.length === 1 ? key.toLowerCase() : key] ?? null;
}
