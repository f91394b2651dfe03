/** The document as the page knows it: an index of all rows, and the texts of some of them. */
import { get } from "./connection.js";

/** From here on a bead counts as sure; below `FAIR` as unlikely. */
export const SURE = 0.9;
export const FAIR = 0.5;

const FETCHED = 100; // rows in one request
const KEPT = 3000; // rows in memory
const STATUS = { a: "accepted", e: "edited", r: "rejected", o: "" };
const LETTER = { accepted: "a", edited: "e", rejected: "r", "": "o" };

function shapeOf(row) {
  if (!row.source.length) return "t";
  if (!row.target.length) return "s";
  if (row.origin === "machine") return "m";
  return row.crossing ? "x" : "p";
}

export class Beads {
  /** What `GET state` said last, kept up by the answers to the steps. */
  state = { version: 0, counts: {} };
  /** The ids in text order, and in the order in which they are shown. */
  ids = [];
  view = [];
  order = "text";
  #scores = [];
  #kinds = [];
  #shapes = [];
  #rows = new Map();
  #stamps = new Map();
  #stamp = 0;
  #places = null;
  #seats = null;
  #fetching = false;

  get version() {
    return this.state.version;
  }

  /** Read state and index anew; forget all texts. */
  async load() {
    let state, index;
    for (let attempt = 0; attempt < 5; attempt++) {
      [state, index] = await Promise.all([get("state"), get("index")]);
      if (state.version === index.version) break;
    }
    this.state = { ...state, version: index.version };
    this.ids = index.ids;
    this.#scores = index.scores;
    this.#kinds = [...index.kinds];
    this.#shapes = [...index.shape];
    this.#rows.clear();
    this.#forgetPlaces();
    this.arrange(this.order);
  }

  /** Show the beads in "text" order or the "unsure" ones first, those looked at already last. */
  arrange(order) {
    this.order = order;
    this.view = this.ids.slice();
    if (order === "unsure") {
      const ranks = new Map(this.ids.map((id, place) => [id, this.#rank(place)]));
      this.view.sort((one, other) => ranks.get(one) - ranks.get(other));
    }
    this.#seats = null;
  }

  #rank(place) {
    if (!this.open(place)) return 4;
    if (this.unaligned(place)) return -1;
    return this.#scores[place] === null ? 3 : this.#scores[place] + (this.unsure(place) ? 0 : 1);
  }

  /** Where the bead stands in the text, or undefined. */
  place(id) {
    this.#places ??= new Map(this.ids.map((one, place) => [one, place]));
    return this.#places.get(id);
  }

  /** Where the bead stands in the order shown, or undefined. */
  seat(id) {
    if (this.order === "text") return this.place(id);
    this.#seats ??= new Map(this.view.map((one, seat) => [one, seat]));
    return this.#seats.get(id);
  }

  #forgetPlaces() {
    this.#places = null;
    this.#seats = null;
  }

  unaligned(place) {
    return this.#shapes[place] === "s" || this.#shapes[place] === "t";
  }

  /** Whether nobody has looked at the bead yet. */
  open(place) {
    return this.#kinds[place] === "o";
  }

  /** Whether the bead is open and should be looked at: unaligned, moved, or not likely enough. */
  unsure(place) {
    if (!this.open(place)) return false;
    if (this.unaligned(place) || this.#shapes[place] === "x") return true;
    const score = this.#scores[place];
    return score !== null && score < SURE;
  }

  /** The id of the next unsure bead after a seat, going round; else of the next open one. */
  nextUnsure(seat) {
    for (const fits of [(place) => this.unsure(place), (place) => this.open(place)]) {
      for (let step = 1; step <= this.view.length; step++) {
        const id = this.view[(seat + step) % this.view.length];
        if (fits(this.place(id))) return id;
      }
    }
    return undefined;
  }

  /** The row with its texts, if it is here. */
  row(id) {
    return this.#rows.get(id);
  }

  /** A number that changes when the row does. */
  stamp(id) {
    return this.#stamps.get(id) ?? 0;
  }

  #keep(row) {
    this.#rows.delete(row.id);
    this.#rows.set(row.id, row);
    this.#stamps.set(row.id, ++this.#stamp);
  }

  /**
   * Fetch those of `ids` that are not here: "new" where it is worth looking again, "none" where
   * nothing came or a fetch is under way, "stale" where the document has changed elsewhere.
   */
  async fetch(ids) {
    const missing = ids.filter((id) => !this.#rows.has(id) && this.place(id) !== undefined);
    if (!missing.length || this.#fetching) return "none";
    this.#fetching = true;
    try {
      return await this.#take(missing.slice(0, FETCHED));
    } finally {
      this.#fetching = false;
    }
  }

  /** Fetch one row at once and return it; undefined where there is none. */
  async find(id) {
    if (!this.#rows.has(id) && this.place(id) !== undefined) await this.#take([id]);
    return this.#rows.get(id);
  }

  async #take(ids) {
    const before = this.version;
    const { version, rows } = await get(`rows?ids=${ids.join(",")}`);
    if (before !== this.version) return "new"; // a step came between: ask again
    if (version !== this.version) return "stale";
    for (const row of rows) this.#keep(row);
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= KEPT) break;
      this.#rows.delete(id);
      this.#stamps.delete(id);
    }
    return rows.length ? "new" : "none";
  }

  /** Take up the answer to a step. */
  apply(answer) {
    for (const { at, remove, rows } of answer.splices) this.#splice(at, remove, rows);
    const { version, undo, redo, counts } = answer;
    this.state = { ...this.state, version, undo, redo, counts, count: this.ids.length };
  }

  #splice(at, remove, rows) {
    const gone = this.ids.slice(at, at + remove);
    const come = rows.map((row) => row.id);
    const same = gone.length === come.length && gone.every((id, i) => id === come[i]);
    if (!same) {
      if (this.order === "unsure") this.#reseat(at, gone, come);
      this.ids = [...this.ids.slice(0, at), ...come, ...this.ids.slice(at + remove)];
      if (this.order === "text") this.view = this.ids;
      this.#forgetPlaces();
    }
    for (const id of gone) this.#rows.delete(id);
    for (const row of rows) this.#keep(row);
    const put = (list, values) => [...list.slice(0, at), ...values, ...list.slice(at + remove)];
    this.#scores = put(this.#scores, rows.map((row) => row.score));
    this.#kinds = put(this.#kinds, rows.map((row) => LETTER[row.status]));
    this.#shapes = put(this.#shapes, rows.map(shapeOf));
  }

  /** New beads stand where the first one that they replace stood; a bead that stays, stays there. */
  #reseat(at, gone, come) {
    const stay = new Set(come);
    const old = new Set(gone);
    const fresh = come.filter((id) => !old.has(id));
    const seats = gone.map((id) => this.seat(id));
    const before = this.seat(this.ids[at - 1] ?? this.ids[at]) ?? 0;
    const cut = seats.length ? Math.min(...seats) : before;
    const kept = seats.length && stay.has(this.view[cut]) ? [this.view[cut]] : [];
    const rest = this.view.slice(cut + (seats.length ? 1 : 0));
    const leaves = (id) => old.has(id) && !stay.has(id);
    this.view = [...this.view.slice(0, cut), ...kept, ...fresh, ...rest.filter((id) => !leaves(id))];
  }

  /** What the index says of a bead whose texts are not here. */
  glance(place) {
    return { score: this.#scores[place], status: STATUS[this.#kinds[place]], shape: this.#shapes[place] };
  }
}
