// A key that a row has for itself: the act that presses the button carrying data-row-key.
export function rowKey(row, key) {
  const button = key.length === 1 && row?.querySelector(`[data-row-key="${CSS.escape(key.toLowerCase())}"]`);
  return button && (() => button.click());
}
