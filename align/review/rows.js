/** A bead as a row of the page. */
import { FAIR, SURE } from "./beads.js";
import { button } from "./commands.js";
import { element, marked } from "./elements.js";

const LONG = 2500; // characters of a side from which it is cut short while not selected

/** A probability for people: ".97", and never ".00" or "1.00" for one that is neither. */
export function probability(score) {
  if (score === null || score === undefined) return "";
  if (score === 1) return "1";
  return Math.min(Math.max(score, 0.01), 0.99).toFixed(2).slice(1);
}

/** "sure", "fair", "low" or "none". */
export function level(score) {
  if (score === null || score === undefined) return "none";
  return score >= SURE ? "sure" : score >= FAIR ? "fair" : "low";
}

const unseen = (text) => element("span", { class: "hidden" }, text);
const STATUS_MARK = { accepted: "✓", edited: "✎", rejected: "✗" };

function meter(score, unaligned) {
  const made = element("span", { class: "meter", "aria-hidden": "true" });
  if (unaligned) made.classList.add("empty");
  else made.style.setProperty("--share", score);
  return made;
}

/** The number, probability, type and status of a bead. */
function head(view) {
  const { id, place, row } = view;
  const { score, status, shape } = view.glance;
  const unaligned = shape === "s" || shape === "t";
  const made = element("div", { class: "head", role: "rowheader", id: `head-${id}`, "aria-colindex": "1" });
  made.append(element("span", { class: "number" }, unseen("Bead "), (place + 1).toLocaleString("en")));
  if (score !== null) {
    const shown = unaligned ? "none" : level(score);
    const figure = element("span", { class: `score ${shown}` }, meter(score, unaligned), unseen("probability "), probability(score));
    made.append(figure);
  }
  if (row) made.append(element("span", { class: "type" }, `${row.source.length}:${row.target.length}`));
  const marks = [];
  if (unaligned) marks.push(["unaligned", "unaligned"]);
  if (row ? row.crossing : shape === "x") marks.push(["moved", "⤭ moved"]);
  if (row ? row.origin === "machine" : shape === "m") marks.push(["machine", "machine"]);
  for (const flag of row?.flags ?? []) marks.push(["flag", `⚑ ${flag}`]);
  for (const [kind, text] of marks) made.append(element("span", { class: `tag ${kind}` }, text));
  if (status) made.append(element("span", { class: `status ${status}` }, `${STATUS_MARK[status]} ${status}`));
  return made;
}

/** A segment's text, what lies after the cut marked as such. */
function segmentText(text, index, place, query) {
  if (!place || index < place[0]) return marked(text, query);
  if (index > place[0] || place[1] === 0) return [element("span", { class: "below" }, text)];
  return [text.slice(0, place[1]), element("span", { class: "cut" }), element("span", { class: "below" }, text.slice(place[1]))];
}

function segments(side, view) {
  const { row, lang, query, mode, selected } = view;
  const place = mode.kind === "split" ? mode.cut.places[side] : null;
  const made = row[side].map((text, index) => {
    const long = !selected && text.length > LONG;
    const shown = long ? `${text.slice(0, LONG)} …` : text;
    const first = place && place[1] === 0 && place[0] === index;
    return element(
      "p",
      { class: `segment${first ? " cut-before" : ""}`, dir: "auto", lang: lang[side] || null, "data-segment": index },
      segmentText(shown, index, place, query),
    );
  });
  if (place && made.length && place[0] === made.length) made.at(-1).classList.add("cut-after");
  if (!made.length) made.push(element("p", { class: "nothing" }, side === "source" ? "no source" : "no target"));
  return made;
}

/** A field for the text that is being written. */
function draftField(mode, label, lang = null) {
  const made = element("textarea", { dir: "auto", lang, rows: "1", spellcheck: "true", "data-draft": true, "aria-label": label });
  made.value = mode.draft;
  return made;
}

function sideCell(side, view) {
  const { id, row, selected, mode, review } = view;
  const chosen = selected && review.side === side;
  const made = element("div", {
    class: `side ${side}${chosen ? " chosen" : ""}`, role: "gridcell", id: `${side}-${id}`,
    "aria-colindex": side === "source" ? "2" : "3", "data-side": side,
  });
  if (!row) {
    made.append(element("p", { class: "waiting", "aria-hidden": "true" }));
    return made;
  }
  if (selected && mode.kind === "edit" && mode.side === side) {
    made.append(draftField(mode, side === "source" ? "Source text" : "Target text", view.lang[side] || null));
    return made;
  }
  made.append(...segments(side, view));
  if (side === "target" && row.origin === "machine") {
    made.append(element("p", { class: "by" }, `written by a machine${row.engine ? ": " : ""}`, element("bdi", {}, row.engine)));
  }
  if (selected && mode.kind === "read" && row[side].length) {
    const where = { side, of: side === "source" ? "source" : "target" };
    made.append(element("div", { class: "moves" },
      button("raise", { side, label: `Move the first ${where.of} segment to the bead above` }),
      button("lower", { side, label: `Move the last ${where.of} segment to the bead below` })));
  }
  return made;
}

const REASONS = [
  ["similarity", "Similarity", "how alike the two sides are"],
  ["margin", "Margin", "how far above the best neighbour"],
  ["length", "Length", "how well the lengths agree"],
  ["anchors", "Numbers and names", "the share that both sides have"],
];

function reasons(row) {
  const made = element("div", { class: "reasons" });
  if (row.reasons) {
    const list = element("dl");
    for (const [name, title, words] of REASONS) {
      const value = row.reasons[name];
      if (value === null || value === undefined) continue;
      const bar = element("span", { class: `bar ${level(value)}`, "aria-hidden": "true" });
      bar.style.setProperty("--share", value);
      list.append(element("dt", {}, title, element("small", {}, words)), element("dd", {}, bar, element("span", {}, probability(value) || "0")));
    }
    made.append(list);
  } else {
    made.append(element("p", {}, "No reasons are known for this bead: none came with the file, or it was changed by hand."));
  }
  if (row.changed_by || row.changed_at) {
    const when = row.changed_at ? new Date(row.changed_at) : null;
    const shown = when && !Number.isNaN(when.getTime()) ? when.toLocaleString() : row.changed_at;
    made.append(element("p", { class: "changed" }, "Changed", row.changed_by ? [" by ", element("bdi", {}, row.changed_by)] : [], shown ? `, ${shown}` : ""));
  }
  return made;
}

const BUTTONS = {
  read: ["accept", "reject", "reopen", "merge", "split", "unlink", "edit", "note", "why"],
  split: ["cutBack", "cutOn", "cutTurn", "cutHere", "leave"],
  edit: ["save", "leave"],
  note: ["save", "leave"],
};
const WORDS = {
  split: "What is shaded goes to a new bead. Click in a text, or use the arrow keys.",
  edit: "Ctrl Enter saves, Esc leaves.",
  note: "Ctrl Enter saves, Esc leaves.",
};

/** The buttons of the selected row, and what belongs to the step that is under way. */
function work(view) {
  const { mode, row, review } = view;
  const made = element("div", { class: "work", role: "gridcell", "aria-colindex": "4" });
  if (mode.kind === "note") made.append(draftField(mode, "Note"));
  const bar = element("div", { class: "buttons", role: "toolbar", "aria-label": "Steps for this bead" });
  for (const name of BUTTONS[mode.kind]) {
    if (name === "reopen" && !row.status) continue;
    if (name === "unlink" && !(row.source.length && row.target.length)) continue;
    bar.append(button(name, { pressed: name === "why" ? review.why : null }));
  }
  made.append(bar);
  if (WORDS[mode.kind]) made.append(element("p", { class: "words" }, WORDS[mode.kind]));
  if (review.why && mode.kind === "read") made.append(reasons(row));
  return made;
}

/** The bead before or after in the text, small, where the order shown is another. */
function neighbour(words, row, lang) {
  if (!row) return null;
  const side = (name) =>
    element("p", { dir: "auto", lang: lang[name] || null, class: row[name].length ? "" : "nothing" },
      row[name].length ? row[name].join(" ").slice(0, 400) : `no ${name}`);
  return element("div", { class: "neighbour", role: "gridcell", "aria-colindex": "2" },
    element("span", { class: "head" }, words), side("source"), side("target"));
}

/**
 * Build a row.
 *
 * `view` has `id`, `seat` and `place` (in the order shown, in the text), `row` (undefined while it
 * is fetched), `glance`, `selected`, `mode` (what is done in it), `lang`, `query`, `above` and
 * `below` (the neighbours in the text, where they are not the neighbours shown) and `review`.
 */
export function rowElement(view) {
  const { id, seat, row, selected, mode, lang } = view;
  const made = element("div", {
    class: `row ${view.glance.status || "open"}${selected ? " selected" : ""}${mode.kind === "read" ? "" : ` ${mode.kind}`}`,
    role: "row", id: `bead-${id}`, "data-id": id, "aria-rowindex": seat + 2, "aria-selected": String(selected),
    "aria-labelledby": `head-${id} source-${id} target-${id}${row?.note ? ` note-${id}` : ""}`,
    "data-empty": row ? null : "true",
  });
  if (selected) made.append(...[neighbour("before", view.above, lang)].filter(Boolean));
  made.append(head(view), sideCell("source", view), sideCell("target", view));
  if (row?.note && mode.kind !== "note") {
    made.append(element("div", { class: "note", role: "gridcell", "aria-colindex": "4", id: `note-${id}` },
      element("span", {}, "Note "), element("bdi", {}, row.note)));
  }
  if (selected) made.append(...[neighbour("after", view.below, lang)].filter(Boolean));
  if (selected && row) made.append(work(view));
  return made;
}
