/** What a key press is called, on any keyboard. */

const NAMES = { " ": "Space" };

/**
 * Name a key event: "j", "N", "?", "Space", "Ctrl+Enter", "Shift+ArrowUp".
 *
 * Letters come from the layout, or from the place of the key where the layout is not Latin; Shift
 * is named only where it does not change the character. The command key of a Mac counts as Ctrl.
 */
export function keyName(event) {
  let key = NAMES[event.key] ?? event.key;
  const control = event.ctrlKey || event.metaKey;
  if (/^\P{ASCII}$/u.test(key) && /^Key[A-Z]$/.test(event.code)) key = event.code[3];
  if (/^[a-z]$/i.test(key)) key = event.shiftKey && !control ? key.toUpperCase() : key.toLowerCase();
  const shift = event.shiftKey && (control || key.length > 1);
  const altered = event.altKey && !event.getModifierState?.("AltGraph");
  return [control && "Ctrl", altered && "Alt", shift && "Shift", key].filter(Boolean).join("+");
}

const SHOWN = {
  ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc",
  PageUp: "Page up", PageDown: "Page down",
};

/** A key's name for people: "Shift ↑", "Ctrl Z". */
export const keyText = (name) =>
  name.split("+").map((part, i, all) => SHOWN[part] ?? (i && part.length === 1 ? part.toUpperCase() : part)).join(" ");
