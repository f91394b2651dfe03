/** The page's start: keys, clicks and menus are led to the review. */
import { button, COMMANDS, keysOf } from "./commands.js";
import { exportAddress } from "./connection.js";
import { element } from "./elements.js";
import { keyName } from "./keys.js";
import { Review } from "./review.js";

const find = (selector) => document.querySelector(selector);
const FORMATS = ["tmx", "xliff", "tsv", "xlsx", "jsonl", "html", "parquet", "beads", "xces"];
const KEYS = { read: keysOf("read"), split: keysOf("split"), write: keysOf("write") };
const review = new Review();
history.scrollRestoration = "manual";

function perform(name, side = undefined) {
  const leaves = !COMMANDS[name].mode; // what is not done in a mode ends it first
  review.enqueue(() => (leaves && !review.modes.close() ? undefined : COMMANDS[name].run(review, side)));
}

const modeOf = ({ kind }) => (kind === "read" || kind === "split" ? kind : "write");

/** What the key means when its turn comes: the steps before it may have opened or left a mode. */
function press(pressed) {
  return meant(pressed)?.run(review);
}

const meant = (pressed) => COMMANDS[KEYS[modeOf(review.modes.now)].get(pressed)];

/**
 * Whether a key that is held down means its command once more: going does, while nothing waits,
 * so that it ends with the key. A step is done once a press, and Escape drops a text by a second one.
 */
const repeats = (pressed) => ["Go", "Split"].includes(meant(pressed)?.group) && !review.session.busy;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || find("#help").open) return;
  const pressed = keyName(event);
  const { target } = event;
  if (pressed === "Escape" && find("#menu").open) closeMenu();
  else if (target.matches("textarea")) {
    if (!KEYS.write.has(pressed)) return;
    if (!event.repeat) review.enqueue(() => press(pressed));
  } else {
    const control = target.closest("button, a, summary");
    if (target.matches("input, select") || (control && (pressed === "Enter" || pressed === "Space"))) return;
    if (![...Object.values(KEYS)].some((keys) => keys.has(pressed))) return;
    if (meant(pressed)?.now) press(pressed);
    else if (!event.repeat || repeats(pressed)) review.enqueue(() => press(pressed));
  }
  event.preventDefault();
});

function closeMenu() {
  find("#menu").open = false;
  review.focus();
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-command]");
  if (pressed) {
    if (pressed.getAttribute("aria-disabled") !== "true") perform(pressed.dataset.command, pressed.dataset.side ?? undefined);
    if (pressed.closest("#menu")) find("#menu").open = false;
    if (pressed.dataset.command !== "help") review.focus();
    return;
  }
  if (!event.target.closest("#menu")) find("#menu").open = false;
});

/** The place of a click in a segment, in UTF-16 units, or null. */
function clickedOffset(event, segment) {
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = at ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const [node, offset] = at ? [at.offsetNode, at.offset] : [range?.startContainer, range?.startOffset];
  if (!node || !segment.contains(node)) return null;
  const before = document.createRange();
  before.setStart(segment, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

find("#rows").addEventListener("click", (event) => {
  if (event.target.closest("button, a, textarea") || !getSelection().isCollapsed) return;
  const row = event.target.closest(".row");
  if (!row) return;
  const id = Number(row.dataset.id);
  const side = event.target.closest(".side")?.dataset.side;
  const segment = event.target.closest(".segment");
  if (review.modes.now.kind === "split" && id === review.selected) {
    if (!segment) return;
    const offset = clickedOffset(event, segment);
    if (offset !== null) review.enqueue(() => review.modes.moveCut((cut) => cut.put(side, Number(segment.dataset.segment), offset)));
  } else if (modeOf(review.modes.now) === "write" && id === review.selected) return; // read beside the field
  else review.enqueue(() => review.select(id, side ?? review.side));
  review.focus();
});

find("#rows").addEventListener("input", (event) => {
  const { target } = event;
  if (target.dataset.draft === undefined) return;
  review.modes.now.draft = target.value;
  review.modes.now.warned = false;
  fit(target);
});

find("#rows").addEventListener("focusin", ({ target }) => target.matches("textarea") && fit(target));

/** Make a text field as high as its text. */
function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

find("#order").addEventListener("change", ({ target }) => {
  review.enqueue(() => review.arrange(target.value));
  review.refocus();
});

addEventListener("beforeunload", (event) => {
  if (review.modes.unsaved) event.preventDefault();
});

find("#commands").replaceWith(button("undo"), button("redo"), button("next"), button("help"));
find("#more").replaceWith(button("realign"), button("help"));
find("#formats").append(
  ...FORMATS.map((name) => element("li", {}, element("a", { href: exportAddress(name), download: true }, name))),
);

await review.start();
