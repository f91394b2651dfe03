/** The reviewing itself: which bead is selected, and what is done to it. */
import { Beads } from "./beads.js";
import { showHeader } from "./header.js";
import { fillHelp } from "./help.js";
import { List } from "./list.js";
import { Modes, READ } from "./modes.js";
import { say } from "./notices.js";
import { probability, rowElement } from "./rows.js";
import { Search } from "./search.js";
import { Session } from "./session.js";

const find = (selector) => document.querySelector(selector);

export class Review {
  beads = new Beads();
  selected = null;
  side = "target";
  modes = new Modes(this);
  why = sessionStorage.getItem("why") === "true";
  #grid = find("#grid");

  constructor() {
    this.list = new List({
      box: find("#rows"),
      top: find("#top"),
      ids: () => this.beads.view,
      key: (id, seat) => this.#key(id, seat),
      build: (id, seat) => rowElement(this.#view(id, seat)),
      after: (ids) => this.#filled(ids),
      lost: () => this.refocus(),
      chosen: () => this.beads.seat(this.selected),
    });
    this.search = new Search(this);
    this.session = new Session({ version: () => this.beads.version, reload: () => this.#reload() });
  }

  // ---- showing

  #key(id, seat) {
    const { beads } = this;
    let key = `${seat} ${beads.place(id)} ${beads.stamp(id)} ${this.search.query}`;
    if (id === this.selected) {
      const near = this.#neighbours(id).map((one) => (one === undefined ? "" : beads.stamp(one)));
      key += ` ${this.side} ${this.modes.stamp} ${this.why} ${near}`;
    }
    return key;
  }

  #neighbours(id) {
    const { beads } = this;
    if (beads.order === "text") return [];
    const place = beads.place(id);
    return [beads.ids[place - 1], beads.ids[place + 1]];
  }

  #view(id, seat) {
    const { beads } = this;
    const place = beads.place(id);
    const selected = id === this.selected;
    const [above, below] = selected ? this.#neighbours(id).map((one) => beads.row(one)) : [];
    return {
      id, seat, place, row: beads.row(id), glance: beads.glance(place), selected,
      mode: selected ? this.modes.now : READ, lang: this.langs, query: this.search.query,
      above, below, review: this,
    };
  }

  get langs() {
    const { source_lang: source, target_lang: target } = this.beads.state;
    return { source, target };
  }

  /** Fetch the texts of the rows in the page that are not here yet. */
  async #filled(ids) {
    const here = ids.includes(this.selected);
    if (here) this.#grid.setAttribute("aria-activedescendant", `bead-${this.selected}`);
    else this.#grid.removeAttribute("aria-activedescendant");
    if (this.session.lost) return;
    const wanted = here ? [...ids, ...this.#neighbours(this.selected).filter((id) => id !== undefined)] : ids;
    try {
      const came = await this.beads.fetch(wanted);
      if (came === "new") this.list.render();
      else if (came === "stale") await this.session.beat();
    } catch (error) {
      await this.session.fail(error);
    }
  }

  // ---- starting, and coming back

  async start() {
    this.beads.order = sessionStorage.getItem("order") === "unsure" ? "unsure" : "text";
    this.focus();
    await this.session.start();
  }

  /** Do `action` when all before it is done. */
  enqueue(action) {
    this.session.enqueue(action);
  }

  async #reload() {
    const anchor = this.beads.view.length ? this.list.anchor() : null;
    const seat = this.beads.seat(this.selected) ?? 0;
    await this.beads.load();
    const { view } = this.beads;
    const kept = this.selected ?? Number(sessionStorage.getItem("selected"));
    this.selected = this.beads.seat(kept) === undefined ? (view[Math.min(seat, view.length - 1)] ?? null) : kept;
    if (this.selected !== kept) this.modes.lose();
    if (this.modes.now !== READ) await this.beads.find(this.selected); // its field stays where it is
    showHeader(this.beads);
    this.list.reset(anchor);
    find("#rows").setAttribute("aria-busy", "false");
    if (!anchor && this.selected !== null) await this.#show();
  }

  // ---- steps

  /** Send a step and show its answer. Nothing of it is shown before the server has saved it. */
  async #send(path, body, seconds) {
    const answer = await this.session.send(path, body, seconds);
    const anchor = this.list.anchor();
    this.beads.apply(answer);
    this.modes.drop();
    if (this.beads.seat(answer.focus) !== undefined) this.selected = answer.focus;
    else if (this.beads.seat(this.selected) === undefined) this.selected = this.beads.view[0] ?? null;
    showHeader(this.beads);
    this.list.reset(anchor);
    await this.#show();
  }

  /** Do a step to the selected bead, then say `words`. */
  async step(op, words, more = {}) {
    if (this.selected === null) return;
    await this.#send("step", { op, id: this.selected, ...more });
    say(words);
  }

  /** The selected bead's type, such as 1:2. */
  get type() {
    const row = this.beads.row(this.selected);
    return row ? `${row.source.length}:${row.target.length}` : "";
  }

  // ---- going

  async #show() {
    if (this.selected === null) return;
    const seat = this.beads.seat(this.selected);
    this.list.reveal(seat);
    if (!this.session.lost && (await this.beads.find(this.selected))) this.list.reveal(seat);
    sessionStorage.setItem("selected", this.selected);
  }

  /** Go to a bead; false where there is none, or where unsaved text keeps the selected one. */
  async select(id, side = this.side) {
    if (id === undefined || id === null) return false;
    if (id !== this.selected && !this.modes.close()) return false;
    this.selected = id;
    this.side = side;
    await this.#show();
    return true;
  }

  async go(direction) {
    const seat = this.beads.seat(this.selected) ?? -direction;
    const id = this.beads.view[seat + direction];
    if (id === undefined) say(direction > 0 ? "This is the last bead." : "This is the first bead.");
    await this.select(id);
  }

  async goTo(seat) {
    await this.select(this.beads.view.at(seat));
  }

  async page(direction) {
    const seat = this.beads.seat(this.selected) ?? 0;
    const rest = direction > 0 ? this.list.overhang(seat) : this.list.overhead(seat);
    if (rest > 0 && this.list.element(this.selected)?.offsetHeight > innerHeight / 2) {
      scrollBy({ top: direction * 0.85 * innerHeight, behavior: "instant" });
      return;
    }
    const to = Math.max(0, Math.min(this.list.page(seat, direction), this.beads.view.length - 1));
    await this.select(this.beads.view[to]);
  }

  async nextUnsure(said = "") {
    const seat = this.beads.seat(this.selected) ?? -1;
    const id = this.beads.nextUnsure(seat);
    if (id === undefined) {
      say(`${said}No bead is open: all are looked at.`);
      return;
    }
    if (!(await this.select(id))) return;
    const place = this.beads.place(id);
    const score = probability(this.beads.glance(place).score);
    const what = this.beads.unaligned(place) ? "unaligned" : score ? `probability ${score}` : "no probability";
    const next = this.beads.unsure(place) ? "Next" : "No unsure bead is left; next open one";
    say(`${said}${next}: bead ${(place + 1).toLocaleString("en")}, ${what}.`);
  }

  choose(side) {
    this.side = side;
    this.list.render();
    say(side === "source" ? "Source side." : "Target side.");
  }

  async arrange(order = this.beads.order === "text" ? "unsure" : "text") {
    if (!this.modes.close()) {
      showHeader(this.beads);
      return;
    }
    this.beads.arrange(order);
    sessionStorage.setItem("order", order);
    if (order === "unsure") this.selected = this.beads.view[0] ?? null;
    showHeader(this.beads);
    this.list.reset(null);
    await this.#show();
    say(order === "text" ? "In text order." : "Unsure beads first, those looked at last.");
  }

  toggleWhy() {
    this.why = !this.why;
    sessionStorage.setItem("why", this.why);
    this.list.reveal(this.beads.seat(this.selected));
    say(this.why ? "Reasons are shown." : "Reasons are hidden.");
  }

  focus() {
    this.#grid.focus({ preventScroll: true });
  }

  /** Give the focus back to what was built anew: the field that is written in, or the grid. */
  refocus() {
    const field = this.list.element(this.selected)?.querySelector("textarea");
    if (field) field.focus({ preventScroll: true });
    else this.focus();
  }

  openMenu() {
    find("#menu").open = true;
    find("#menu summary").focus();
  }

  help() {
    fillHelp(find("#help"));
    find("#help").showModal();
  }

  // ---- more steps

  async judge(op) {
    const done = op === "accept" ? "accepted" : "rejected";
    const { status } = this.beads.glance(this.beads.place(this.selected));
    if (status !== done) await this.step(op, "");
    await this.nextUnsure(status === done ? `This bead was ${done} already. ` : `${done[0].toUpperCase()}${done.slice(1)}. `);
  }

  async merge() {
    await this.step("merge", "");
    say(`Merged with the next bead. ${this.type}.`);
  }

  async move(segment, to, side = this.side) {
    this.side = side ?? this.side;
    await this.step("move", "", { side: this.side, segment, to });
    say(`Moved the ${segment} ${this.side} segment to the bead ${to}. ${this.type} now here.`);
  }

  async turnBack(op) {
    if (this.beads.state[op]) {
      await this.#send("step", { op });
      const place = (this.beads.place(this.selected) ?? 0) + 1;
      say(`${op === "undo" ? "Undone" : "Done again"}. Bead ${place.toLocaleString("en")}, ${this.type}.`);
    } else say(`There is nothing to ${op}.`);
  }

  async realign() {
    if (!this.beads.state.can_realign) {
      say("This file cannot be realigned: it holds no more than its beads.", { bad: true });
      return;
    }
    await this.#send("realign", {}, 3600);
    say("Realigned all but the accepted and edited beads. Undo brings the old beads back.");
  }
}
