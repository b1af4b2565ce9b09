// A select is chosen from by the mouse or in its open list. Keys on a closed one only walk through
// what there is: whoever listens then waits for Enter, or until it is left.

export function whenChosen(select, act) {
  let walks = false;
  select.addEventListener("pointerdown", () => (walks = false));
  select.addEventListener("keydown", ({ key, altKey }) => (walks = !altKey && key !== " "));
  select.addEventListener("change", () => walks || act());
}
