/** A long list of which only the visible rows are in the page. Rows may have any height. */
import { Heights } from "./heights.js";

const MARGIN = 600; // pixels above and below the window that are kept ready
const GUESS = 90; // the height of a row before any was measured

export class List {
  #box;
  #top;
  #ids;
  #key;
  #build;
  #after;
  #lost;
  #chosen;
  #heights = new Heights(new Float64Array(0));
  #measured = new Map();
  #shown = new Map(); // id -> { element, key }
  #width = 0;
  #waiting = 0;

  /**
   * @param {object} parts `box`: the element for the rows; `top`: the sticky header; `ids()`: the
   *   ids in order; `key(id, seat)`: changes when the row has to be built anew; `build(id, seat)`:
   *   its element; `after(ids)`: called with the ids in the page once they stand; `lost()`:
   *   called when what had the focus left the page and nothing like it came; `chosen()`: the
   *   seat that the eyes are on, or undefined
   */
  constructor({ box, top, ids, key, build, after, lost, chosen }) {
    this.#box = box;
    this.#top = top;
    this.#ids = ids;
    this.#key = key;
    this.#build = build;
    this.#after = after;
    this.#lost = lost;
    this.#chosen = chosen;
    addEventListener("scroll", () => this.#soon(), { passive: true });
    addEventListener("resize", () => this.#soon());
    new ResizeObserver(() => this.#soon()).observe(box);
  }

  /** The row at the top of the window and where in it: to come back to after `reset`. */
  anchor() {
    const y = this.#scrolled() + this.#top.offsetHeight;
    const seat = this.#heights.at(y);
    return { id: this.#ids()[seat], inside: y - this.#heights.before(seat) };
  }

  /** Take up a changed order or number of rows; stay at `anchor` where it still is. */
  reset(anchor) {
    const ids = this.#ids();
    const guess = this.#guess();
    this.#heights = new Heights(Float64Array.from(ids, (id) => this.#measured.get(id) ?? guess));
    const seat = anchor ? ids.indexOf(anchor.id) : -1;
    this.#pad(0, 0);
    if (seat >= 0) this.#scroll(this.#heights.before(seat) + anchor.inside - this.#top.offsetHeight);
    this.render();
  }

  /** Scroll just so far that the row is seen whole, with some room around it. */
  reveal(seat) {
    this.render();
    for (let pass = 0; pass < 6; pass++) {
      const head = this.#top.offsetHeight;
      const room = Math.min(96, (innerHeight - head) / 5);
      const start = this.#heights.before(seat);
      const end = start + this.#heights.values[seat];
      const now = this.#scrolled();
      let to = now;
      if (end - start > innerHeight - head - 2 * room) {
        if (start > now + innerHeight - 2 * room || end < now + head + room || pass === 0) to = start - head - room / 2;
      } else if (start < now + head + room) to = start - head - room;
      else if (end > now + innerHeight - room) to = end - innerHeight + room;
      this.#scroll(to);
      this.render();
      if (Math.abs(this.#scrolled() - now) < 1) break;
    }
  }

  /** How far the row's lower edge lies below the window's. */
  overhang(seat) {
    return this.#heights.before(seat) + this.#heights.values[seat] - this.#scrolled() - innerHeight;
  }

  /** How far the row's upper edge lies above the header's lower one. */
  overhead(seat) {
    return this.#scrolled() + this.#top.offsetHeight - this.#heights.before(seat);
  }

  /** The row one window further down, or up for `direction` -1. */
  page(seat, direction) {
    const y = this.#heights.before(seat) + direction * 0.85 * (innerHeight - this.#top.offsetHeight);
    const found = this.#heights.at(Math.max(0, y));
    return found === seat ? seat + direction : found;
  }

  /** Put the rows around the window into the page, measure them, keep what is seen in its place. */
  render() {
    const ids = this.#ids();
    if (!ids.length) {
      this.#place(0, -1);
      return;
    }
    if (this.#box.clientWidth !== this.#width) {
      this.#width = this.#box.clientWidth;
      this.#measured.clear();
    }
    const y = this.#scrolled() + this.#top.offsetHeight;
    const seat = this.#seen(this.#chosen()) ?? this.#heights.at(y);
    const inside = y - this.#heights.before(seat);
    const held = inside > 0 || seat === this.#chosen();
    for (let pass = 0; pass < 5; pass++) {
      const now = this.#scrolled();
      const first = this.#heights.at(now - MARGIN);
      const last = this.#heights.at(now + innerHeight + MARGIN);
      this.#place(first, last);
      const changed = this.#measure(first, last);
      this.#pad(first, last);
      if (changed && held) this.#scroll(this.#heights.before(seat) + inside - this.#top.offsetHeight);
      if (!changed) break;
    }
    this.#after([...this.#shown.keys()]);
  }

  /** The element of a row, if it is in the page. */
  element(id) {
    return this.#shown.get(id)?.element;
  }

  /** The seat, where some of its row is in the window. */
  #seen(seat) {
    if (seat === undefined) return undefined;
    const start = this.#heights.before(seat) - this.#scrolled();
    const end = start + this.#heights.values[seat];
    return start < innerHeight && end > this.#top.offsetHeight ? seat : undefined;
  }

  #soon() {
    this.#waiting ||= requestAnimationFrame(() => {
      this.#waiting = 0;
      this.render();
    });
  }

  #guess() {
    if (!this.#measured.size) return GUESS;
    let sum = 0;
    for (const height of this.#measured.values()) sum += height;
    return sum / this.#measured.size;
  }

  #scrolled() {
    return -this.#box.getBoundingClientRect().top;
  }

  #scroll(to) {
    const by = to - this.#scrolled();
    if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: "instant" });
  }

  #pad(first, last) {
    const total = this.#heights.total;
    const until = this.#shown.size ? this.#heights.before(last + 1) : 0;
    this.#box.style.paddingTop = `${this.#heights.before(first)}px`;
    this.#box.style.paddingBottom = `${Math.max(0, total - until)}px`;
  }

  #place(first, last) {
    const ids = this.#ids();
    const held = this.#box.contains(document.activeElement) ? document.activeElement : null;
    const stay = new Map();
    let next = this.#box.firstElementChild;
    for (let seat = first; seat <= last; seat++) {
      const id = ids[seat];
      const key = this.#key(id, seat);
      let shown = this.#shown.get(id);
      if (shown && shown.key !== key) {
        const element = this.#build(id, seat);
        if (next === shown.element) next = element;
        shown.element.replaceWith(element);
        shown = { element, key };
      }
      shown ??= { element: this.#build(id, seat), key };
      stay.set(id, shown);
      if (shown.element === next) next = next.nextElementSibling;
      else this.#box.insertBefore(shown.element, next);
    }
    for (const [id, { element }] of this.#shown) if (!stay.has(id)) element.remove();
    this.#shown = stay;
    if (!held || this.#box.contains(document.activeElement)) return;
    const twin = this.#twin(held);
    if (twin) twin.focus({ preventScroll: true });
    else this.#lost();
  }

  /** The button like this one in its row, which was built anew. */
  #twin(button) {
    const { command, side } = button.dataset;
    const row = this.#shown.get(Number(button.closest(".row")?.dataset.id))?.element;
    const like = [...(row?.querySelectorAll("[data-command]") ?? [])];
    return like.find(({ dataset }) => dataset.command === command && dataset.side === side);
  }

  #measure(first, last) {
    const ids = this.#ids();
    let changed = false;
    for (let seat = first; seat <= last; seat++) {
      const id = ids[seat];
      const { element } = this.#shown.get(id);
      const height = element.getBoundingClientRect().height;
      if (!element.dataset.empty) this.#measured.set(id, height);
      if (Math.abs(height - this.#heights.values[seat]) > 0.1) {
        this.#heights.set(seat, height);
        changed = true;
      }
    }
    return changed;
  }
}
