/** Where a bead is to be split: a place in each side, moved by word or by character. */

const SIDES = ["source", "target"];

/** What finds words or sentences: by the language's rules, or by those of all where it has no good tag. */
function segmenter(lang, granularity) {
  try {
    return new Intl.Segmenter(lang || undefined, { granularity });
  } catch {
    return new Intl.Segmenter(undefined, { granularity });
  }
}

/** Ends of the parts of a text: words begin at each, or sentences. */
function starts(text, lang, granularity) {
  const found = [];
  for (const part of segmenter(lang, granularity).segment(text)) {
    if (part.index && (granularity !== "word" || part.isWordLike)) found.push(part.index);
  }
  return found;
}

/** Go back over quotes and brackets that open a word: the cut lies before them. */
function beforeOpening(text, at) {
  while (at > 0 && !/\s/u.test(text[at - 1]) && /[\p{Ps}\p{Pi}"'¿¡]/u.test(text[at - 1])) at--;
  return at;
}

/** The places in a side where a cut may fall, in order: [segment, offset in UTF-16 units]. */
function stops(segments, lang, granularity) {
  const found = [];
  segments.forEach((text, segment) => {
    found.push([segment, 0]);
    for (const start of starts(text, lang, granularity)) {
      const at = granularity === "word" ? beforeOpening(text, start) : start;
      const [, before] = found.at(-1);
      if (at > before) found.push([segment, at]);
    }
  });
  found.push([segments.length, 0]);
  return found;
}

const compare = (one, other) => one[0] - other[0] || one[1] - other[1];

/** Characters of the side before a place. */
const length = (segments, [segment, offset]) =>
  segments.slice(0, segment).reduce((sum, text) => sum + text.length, 0) + offset;

/** The likeliest cut: between segments, else between sentences, else words; the nearest to `share`. */
function likeliest(segments, lang, share) {
  const end = [segments.length, 0];
  const inside = (stop) => compare(stop, [0, 0]) > 0 && compare(stop, end) < 0;
  const whole = length(segments, end);
  const between = segments.map((_, segment) => [segment, 0]);
  const all = [between, stops(segments, lang, "sentence"), stops(segments, lang, "word")];
  const places = all.map((found) => found.filter(inside)).find((found) => found.length);
  if (!places) return end;
  const away = (stop) => Math.abs(length(segments, stop) / whole - share);
  return places.reduce((best, stop) => (away(stop) < away(best) ? stop : best));
}

export class Cut {
  /** @param row the bead; @param side where the cut is moved first; @param langs {source, target} */
  constructor(row, side, langs) {
    this.row = row;
    this.langs = langs;
    this.side = row[side].length ? side : SIDES.find((one) => one !== side);
    this.places = {};
    const first = likeliest(row[this.side], langs[this.side], 0.5);
    this.places[this.side] = first;
    const whole = length(row[this.side], [row[this.side].length, 0]);
    const share = whole ? length(row[this.side], first) / whole : 0.5;
    this.places[this.other] = likeliest(row[this.other], langs[this.other], share);
  }

  get other() {
    return this.side === "source" ? "target" : "source";
  }

  /** Take the other side, if it holds anything. */
  turn() {
    if (this.row[this.other].length) this.side = this.other;
  }

  /** Move by one word or character; `direction` is 1 or -1. */
  move(direction, granularity) {
    const found = stops(this.row[this.side], this.langs[this.side], granularity);
    const here = this.places[this.side];
    const beyond = found.filter((stop) => compare(stop, here) * direction > 0);
    if (beyond.length) this.places[this.side] = direction > 0 ? beyond[0] : beyond.at(-1);
  }

  /** Go to the start (-1) or the end (1) of the side. */
  leap(direction) {
    this.places[this.side] = direction < 0 ? [0, 0] : [this.row[this.side].length, 0];
  }

  /** Put the cut of a side at a place, as a click does. */
  put(side, segment, offset) {
    this.side = side;
    const text = this.row[side][segment];
    if (offset > 0 && offset < text.length) {
      const whole = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text).containing(offset);
      offset = whole.index;
    }
    this.places[side] = offset >= text.length ? [segment + 1, 0] : [segment, offset];
  }

  /** The words right before and after the cut, to be read out. */
  around() {
    const [segment, offset] = this.places[this.side];
    const segments = this.row[this.side];
    const before = offset ? segments[segment].slice(0, offset) : (segments[segment - 1] ?? "");
    const after = (segments[segment] ?? "").slice(offset);
    return [before.trim().split(/\s+/).slice(-4).join(" "), after.trim().split(/\s+/).slice(0, 4).join(" ")];
  }

  /** The step for the server, whose offsets count code points. */
  step() {
    const place = (side) => {
      const [segment, offset] = this.places[side];
      return [segment, [...(this.row[side][segment] ?? "").slice(0, offset)].length];
    };
    let [segment, offset] = place(this.side);
    if (segment === this.row[this.side].length) {
      segment -= 1; // the end of the last one: its whole length stays
      offset = [...this.row[this.side][segment]].length;
    }
    const [otherSegment, otherOffset] = place(this.other);
    return {
      op: "split", id: this.row.id, side: this.side, segment, offset,
      other_segment: otherSegment, other_offset: otherOffset,
    };
  }
}
