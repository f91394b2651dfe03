/** Search through both sides of the whole document. */
import { get } from "./connection.js";
import { say } from "./notices.js";

export class Search {
  #review;
  #input = document.querySelector("#query");
  #output = document.querySelector("#hits");
  #hits = [];
  #version = -1;
  #asked = 0;
  #wait = 0;
  query = "";

  constructor(review) {
    this.#review = review;
    this.#input.addEventListener("input", () => {
      clearTimeout(this.#wait);
      this.#wait = setTimeout(() => this.#review.enqueue(() => this.#take()), 200);
    });
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        clearTimeout(this.#wait);
        this.#review.enqueue(() => this.next(event.shiftKey ? -1 : 1));
        if (!event.shiftKey) this.#review.refocus();
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.#input.value = "";
        clearTimeout(this.#wait);
        this.#review.enqueue(() => this.#take());
        this.#review.focus();
      }
    });
  }

  open() {
    this.#input.focus();
    this.#input.select();
  }

  /** Go to the next hit, or the one before, going round. */
  async next(direction) {
    await this.#take();
    const { beads } = this.#review;
    if (!this.query) {
      say("There is nothing to search for: a slash opens the search.");
      return;
    }
    if (!this.#hits.length) {
      say(`“${this.query}” is nowhere in the text.`);
      return;
    }
    const here = beads.seat(this.#review.selected) ?? 0;
    const seats = this.#seats();
    const further = seats.filter((seat) => (seat - here) * direction > 0);
    const list = further.length ? further : seats;
    const seat = direction > 0 ? list[0] : list.at(-1);
    if (!(await this.#review.select(beads.view[seat]))) return;
    say(`Hit ${(seats.indexOf(seat) + 1).toLocaleString("en")} of ${seats.length.toLocaleString("en")}.`);
  }

  #seats() {
    const { beads } = this.#review;
    return this.#hits.map((id) => beads.seat(id)).filter((seat) => seat !== undefined).sort((a, b) => a - b);
  }

  /** Ask again where the words or the document have changed. */
  async #take() {
    const query = this.#input.value.normalize("NFC").trim();
    const { beads } = this.#review;
    if (query === this.query && this.#version === beads.version) return;
    this.query = query;
    this.#version = beads.version;
    this.#hits = [];
    if (query) await this.#ask();
    const count = this.#hits.length;
    this.#output.textContent = query ? `${count.toLocaleString("en")} ${count === 1 ? "hit" : "hits"}` : "";
    this.#review.list.render();
  }

  async #ask() {
    const asked = ++this.#asked;
    const { ids } = await get(`search?q=${encodeURIComponent(this.query)}`);
    if (asked === this.#asked) this.#hits = ids;
  }
}
