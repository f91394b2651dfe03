/** All that can be done, with keys and words: the one list behind keys, buttons and help. */
import { element } from "./elements.js";
import { keyText } from "./keys.js";

/**
 * A command's `keys` are as `keyName` gives them; `label` is its button's; `words` say in the help
 * what it does; `run(review, side)` does it. `mode` is where its keys hold ("read" unless said).
 * What is `now` does not wait for what is under way: what is typed after it is its own.
 */
export const COMMANDS = {
  down: { group: "Go", keys: ["j", "ArrowDown"], words: "Next bead", run: (r) => r.go(1) },
  up: { group: "Go", keys: ["k", "ArrowUp"], words: "Bead before", run: (r) => r.go(-1) },
  pageDown: { group: "Go", keys: ["PageDown"], words: "One window down", run: (r) => r.page(1) },
  pageUp: { group: "Go", keys: ["PageUp"], words: "One window up", run: (r) => r.page(-1) },
  first: { group: "Go", keys: ["Home"], words: "First bead", run: (r) => r.goTo(0) },
  last: { group: "Go", keys: ["End"], words: "Last bead", run: (r) => r.goTo(-1) },
  next: { group: "Go", keys: ["Space", "."], mark: "»", label: "Next unsure", words: "Next unsure bead: unaligned, moved or unlikely", run: (r) => r.nextUnsure() },
  source: { group: "Go", keys: ["ArrowLeft", "h"], words: "Choose the source side", run: (r) => r.choose("source") },
  target: { group: "Go", keys: ["ArrowRight", "l"], words: "Choose the target side", run: (r) => r.choose("target") },
  search: { group: "Go", keys: ["/"], words: "Search; Enter goes to the next hit, Esc comes back", now: true, run: (r) => r.search.open() },
  hit: { group: "Go", keys: ["f", "F3"], words: "Next hit", run: (r) => r.search.next(1) },
  hitBefore: { group: "Go", keys: ["F", "Shift+F3"], words: "Hit before", run: (r) => r.search.next(-1) },

  accept: { group: "Judge", keys: ["a"], mark: "✓", label: "Accept", words: "Accept; go to the next unsure bead", run: (r) => r.judge("accept") },
  reject: { group: "Judge", keys: ["r"], mark: "✗", label: "Reject", words: "Reject; go to the next unsure bead", run: (r) => r.judge("reject") },
  reopen: { group: "Judge", keys: ["c"], label: "Reopen", words: "Clear the verdict", run: (r) => r.step("reopen", "Open again.") },
  note: { group: "Judge", keys: ["n"], label: "Note", words: "Write a note", run: (r) => r.modes.openNote() },
  why: { group: "Judge", keys: ["w"], label: "Why?", words: "Show or hide the reasons for the probability", run: (r) => r.toggleWhy() },

  merge: { group: "Mend", keys: ["m"], label: "Merge with next", words: "Merge with the next bead of the text", run: (r) => r.merge() },
  split: { group: "Mend", keys: ["s"], label: "Split", words: "Split in two: choose where", run: (r) => r.modes.openSplit() },
  raise: { group: "Mend", keys: ["Shift+ArrowUp", "Alt+ArrowUp", "K"], mark: "↑", label: "Move up", words: "Move the chosen side's first segment to the bead above", run: (r, side) => r.move("first", "above", side) },
  lower: { group: "Mend", keys: ["Shift+ArrowDown", "Alt+ArrowDown", "J"], mark: "↓", label: "Move down", words: "Move the chosen side's last segment to the bead below", run: (r, side) => r.move("last", "below", side) },
  unlink: { group: "Mend", keys: ["u"], label: "Unlink", words: "Part the two sides", run: (r) => r.step("unlink", "Unlinked: one bead for each side.") },
  edit: { group: "Mend", keys: ["e"], label: "Edit", words: "Edit the chosen side's text", run: (r) => r.modes.openEdit() },
  undo: { group: "Mend", keys: ["z", "Ctrl+z"], mark: "↶", label: "Undo", words: "Undo, without limit", run: (r) => r.turnBack("undo") },
  redo: { group: "Mend", keys: ["y", "Ctrl+Shift+z", "Ctrl+y"], mark: "↷", label: "Redo", words: "Redo", run: (r) => r.turnBack("redo") },

  order: { group: "Document", keys: ["o"], words: "Text order, or the unsure beads first", run: (r) => r.arrange() },
  realign: { group: "Document", keys: ["R"], label: "Realign the rest", words: "Realign all but the accepted and edited beads", run: (r) => r.realign() },
  menu: { group: "Document", keys: ["x"], words: "Open the menu: export as TMX and other formats", run: (r) => r.openMenu() },
  help: { group: "Document", keys: ["?"], label: "Keys", words: "This list", run: (r) => r.help() },

  cutBack: { group: "Split", mode: "split", keys: ["ArrowLeft"], label: "Word back", words: "Move the cut back by a word", run: (r) => r.modes.moveCut((cut) => cut.move(-1, "word")) },
  cutOn: { group: "Split", mode: "split", keys: ["ArrowRight"], label: "Word on", words: "Move the cut on by a word", run: (r) => r.modes.moveCut((cut) => cut.move(1, "word")) },
  cutBackLetter: { group: "Split", mode: "split", keys: ["Shift+ArrowLeft"], words: "… back by a character", run: (r) => r.modes.moveCut((cut) => cut.move(-1, "grapheme")) },
  cutOnLetter: { group: "Split", mode: "split", keys: ["Shift+ArrowRight"], words: "… on by a character", run: (r) => r.modes.moveCut((cut) => cut.move(1, "grapheme")) },
  cutStart: { group: "Split", mode: "split", keys: ["Home"], words: "… to the start: all goes to the new bead", run: (r) => r.modes.moveCut((cut) => cut.leap(-1)) },
  cutEnd: { group: "Split", mode: "split", keys: ["End"], words: "… to the end: all stays", run: (r) => r.modes.moveCut((cut) => cut.leap(1)) },
  cutTurn: { group: "Split", mode: "split", keys: ["ArrowDown", "ArrowUp"], label: "Other side", words: "Move the cut of the other side", run: (r) => r.modes.moveCut((cut) => cut.turn()) },
  cutHere: { group: "Split", mode: "split", keys: ["Enter"], label: "Split here", words: "Split", run: (r) => r.modes.split() },
  save: { group: "Write", mode: "write", keys: ["Ctrl+Enter"], label: "Save", words: "Save a text or a note", run: (r) => r.modes.save() },
  leave: { group: "Write", mode: "any", keys: ["Escape"], label: "Leave", words: "Leave without a change", run: (r) => r.modes.leave() },
};

/** The commands whose keys hold in a mode, by key. */
export function keysOf(mode) {
  const found = new Map();
  for (const [name, command] of Object.entries(COMMANDS)) {
    const holds = command.mode ?? "read";
    if (holds === mode || (holds === "any" && mode !== "read")) for (const key of command.keys) found.set(key, name);
  }
  return found;
}

/** A command's button; it says its first key to those who use keys. */
export function button(name, { side = null, label = null, pressed = null } = {}) {
  const command = COMMANDS[name];
  return element(
    "button",
    {
      type: "button", class: name, "data-command": name, "data-side": side,
      "aria-label": label ?? command.label, title: label ?? command.words, "aria-keyshortcuts": command.keys[0].replace("Ctrl", "Control"),
      "aria-pressed": pressed === null ? null : String(pressed),
    },
    command.mark ? element("span", { class: "mark", "aria-hidden": "true" }, command.mark) : null,
    element("span", { class: "label" }, command.label),
    element("kbd", { "aria-hidden": "true" }, keyText(command.keys[0])),
  );
}
