/** Search through both sides of the whole document. */
import { get } from "./connection.js";
import { say } from "./notices.js";

export class Search {
  #review;
  #input = document.querySelector("#query");
  #output = document.querySelector("#hits");
  #hits = [];
  #fromStart = true; // whether they are the first of the text: the server gives a part of many
  #total = 0;
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
        if (!event.shiftKey) this.#review.focus();
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
    let seats = this.#seats();
    const beyond = (seat) => (seat - here) * direction > 0;
    if (direction > 0 && !seats.some(beyond) && this.#total > this.#hits.length && beads.order === "text") {
      await this.#ask(beads.place(this.#hits.at(-1)) + 1);
      seats = this.#seats();
    }
    const further = seats.filter(beyond);
    const list = further.length ? further : seats;
    const seat = direction > 0 ? list[0] : list.at(-1);
    await this.#review.select(beads.view[seat]);
    const total = this.#total.toLocaleString("en");
    const known = this.#total <= this.#hits.length || (this.#fromStart && beads.order === "text");
    say(known ? `Hit ${(seats.indexOf(seat) + 1).toLocaleString("en")} of ${total}.` : `One of ${total} hits.`);
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
    this.#total = 0;
    if (query) await this.#ask(0);
    this.#output.textContent = query ? `${this.#total.toLocaleString("en")} ${this.#total === 1 ? "hit" : "hits"}` : "";
    this.#review.list.render();
  }

  async #ask(from) {
    const asked = ++this.#asked;
    const { ids, total } = await get(`search?q=${encodeURIComponent(this.query)}&from=${from}`);
    if (asked !== this.#asked || (from && !ids.length)) return;
    this.#hits = ids;
    this.#fromStart = !from;
    if (!from) this.#total = total;
  }
}
