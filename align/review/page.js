/** The page's start: keys, clicks and menus are led to the review. */
import { button, COMMANDS, keysOf } from "./commands.js";
import { keyName } from "./keys.js";
import { Review } from "./review.js";

const find = (selector) => document.querySelector(selector);
const KEYS = { read: keysOf("read"), split: keysOf("split"), write: keysOf("write") };
const review = new Review();
history.scrollRestoration = "manual";

function perform(name, side = undefined) {
  const leaves = !COMMANDS[name].mode; // what is not done in a mode ends it first
  review.enqueue(() => (leaves && !review.close() ? undefined : COMMANDS[name].run(review, side)));
}

function commandOf(event) {
  const { target } = event;
  const writes = target.matches?.("textarea");
  if (!writes && target.matches?.("input, select")) return undefined;
  const mode = review.mode.kind === "read" ? "read" : review.mode.kind === "split" ? "split" : "write";
  if (mode === "write" && !writes && keyName(event) !== "Escape") return undefined;
  const pressed = keyName(event);
  const onControl = target.closest?.("button, a, summary");
  if (onControl && (pressed === "Enter" || pressed === "Space")) return undefined; // it is pressed itself
  return KEYS[mode].get(pressed);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || find("#help").open) return;
  if (event.key === "Escape" && find("#menu").open) {
    closeMenu();
    event.preventDefault();
    return;
  }
  const name = commandOf(event);
  if (!name) return;
  event.preventDefault();
  perform(name);
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
  if (review.mode.kind === "split" && id === review.selected) {
    if (!segment) return;
    const offset = clickedOffset(event, segment);
    if (offset !== null) review.enqueue(() => review.moveCut((cut) => cut.put(side, Number(segment.dataset.segment), offset)));
  } else review.enqueue(() => review.select(id, side ?? review.side));
  review.focus();
});

find("#rows").addEventListener("input", (event) => {
  const { target } = event;
  if (target.dataset.draft === undefined) return;
  review.mode.drafts[Number(target.dataset.draft)] = target.value;
  review.mode.warned = false;
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
  review.focus();
});

addEventListener("beforeunload", (event) => {
  const { mode } = review;
  if (mode.drafts?.some((draft, i) => draft !== mode.texts[i])) event.preventDefault();
});

find("#commands").replaceWith(button("undo"), button("redo"), button("next"), button("help"));
find("#more").replaceWith(button("realign"));

await review.start();
