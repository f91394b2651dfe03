/** The list of all keys, and what the marks mean. */
import { COMMANDS } from "./commands.js";
import { element } from "./elements.js";
import { keyText } from "./keys.js";

const NOTES = {
  Split: "After s. A click in a text puts the cut there.",
  Write: "In an edited text or a note.",
};

function keys(command) {
  return command.keys.flatMap((key, i) => [i ? " " : "", element("kbd", {}, keyText(key))]);
}

const MARKS = [
  ["sure", ".97", "1", "probability of .90 and more"],
  ["fair", ".70", "0.7", "from .50"],
  ["low", ".20", "0.2", "below: look at it"],
];

function marks() {
  const list = element("dl");
  for (const [level, figure, share, words] of MARKS) {
    const meter = element("span", { class: "meter", "aria-hidden": "true" });
    meter.style.setProperty("--share", share);
    list.append(element("dt", {}, element("span", { class: `score ${level}` }, meter, figure)), element("dd", {}, words));
  }
  list.append(
    element("dt", {}, element("span", { class: "tag unaligned" }, "unaligned")), element("dd", {}, "one side is empty"),
    element("dt", {}, element("span", { class: "tag moved" }, "⤭ moved")), element("dd", {}, "the bead breaks the order of the text"),
    element("dt", {}, element("span", { class: "tag machine" }, "machine")), element("dd", {}, "the target was written by a machine; a flag says what looked wrong in it"),
  );
  return list;
}

/** Fill the dialog, once. */
export function fillHelp(dialog) {
  if (dialog.childElementCount) return;
  const close = element("button", { type: "button", class: "close" }, "Close");
  close.addEventListener("click", () => dialog.close());
  const groups = new Map();
  for (const command of Object.values(COMMANDS)) {
    if (!groups.has(command.group)) groups.set(command.group, element("dl"));
    groups.get(command.group).append(element("dt", {}, keys(command)), element("dd", {}, command.words));
  }
  const sections = [...groups].map(([name, list]) =>
    element("section", {}, element("h3", {}, name), NOTES[name] ? element("p", {}, NOTES[name]) : null, list));
  dialog.append(
    element("header", {}, element("h2", { id: "help-title" }, "Keys"), close),
    element("div", { class: "groups" }, ...sections, element("section", {}, element("h3", {}, "Marks"), marks())),
    element("p", {}, "Every step is saved before it is shown. The file itself is never changed: the menu exports the result."),
  );
}
