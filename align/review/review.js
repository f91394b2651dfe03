/** The reviewing itself: what is selected, which step is under way, what was said about it. */
import { Beads } from "./beads.js";
import { exportAddress, Failure, post, tab } from "./connection.js";
import { Cut } from "./cut.js";
import { element } from "./elements.js";
import { fillHelp } from "./help.js";
import { List } from "./list.js";
import { probability, rowElement } from "./rows.js";
import { Search } from "./search.js";

const find = (selector) => document.querySelector(selector);
const READ = { kind: "read" };
const SENT = {
  merge: "Merging", split: "Splitting", move: "Moving", realign: "Realigning", undo: "Undoing", redo: "Redoing",
};

export class Review {
  beads = new Beads();
  selected = null;
  side = "target";
  mode = READ;
  why = sessionStorage.getItem("why") === "true";
  taken = false;
  lost = false;
  #queue = [];
  #running = false;
  #sent = null; // the version before a step whose answer never came
  #modeStamp = 0;
  #grid = find("#grid");

  constructor() {
    this.list = new List({
      box: find("#rows"),
      top: find("#top"),
      ids: () => this.beads.view,
      key: (id, seat) => this.#key(id, seat),
      build: (id, seat) => rowElement(this.#view(id, seat)),
      after: (ids) => this.#filled(ids),
      lost: () => this.focus(),
    });
    this.search = new Search(this);
  }

  // ---- showing

  #key(id, seat) {
    const { beads } = this;
    let key = `${seat} ${beads.place(id)} ${beads.stamp(id)} ${this.search.query}`;
    if (id === this.selected) {
      const near = this.#neighbours(id).map((one) => (one === undefined ? "" : beads.stamp(one)));
      key += ` ${this.side} ${this.mode.kind} ${this.#modeStamp} ${this.why} ${near}`;
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
      mode: selected ? this.mode : READ, lang: this.langs, query: this.search.query,
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
    if (this.lost) return;
    const wanted = here ? [...ids, ...this.#neighbours(this.selected).filter((id) => id !== undefined)] : ids;
    try {
      if (await this.beads.fetch(wanted)) this.list.render();
    } catch (error) {
      this.#fail(error);
    }
  }

  #header() {
    const { state } = this.beads;
    const { accepted = 0, edited = 0, rejected = 0, open = 0 } = state.counts;
    const all = accepted + edited + rejected + open;
    const figures = { accepted, edited, rejected, open };
    const words = Object.entries(figures).map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
    find("#counts").textContent = words.filter((text, i) => i === 0 || i === 3 || !text.startsWith("0 ")).join(" · ");
    find("#progress").setAttribute("aria-label", `Progress: ${words.join(", ")}`);
    for (const part of find("#progress").children) {
      part.style.setProperty("--share", all ? figures[part.dataset.kind] / all : 0);
    }
    const title = state.name || "Review";
    find("#name").textContent = title;
    find("#name").title = title;
    document.title = `${title}: review`;
    find("#languages").textContent = `${state.source_lang} → ${state.target_lang}`;
    find("#source-name").textContent = `Source (${state.source_lang})`;
    find("#target-name").textContent = `Target (${state.target_lang})`;
    this.#grid.setAttribute("aria-rowcount", this.beads.ids.length + 1);
    const off = { undo: !state.undo, redo: !state.redo, realign: !state.can_realign };
    for (const [name, value] of Object.entries(off)) {
      for (const one of document.querySelectorAll(`[data-command=${name}]`)) one.setAttribute("aria-disabled", String(value));
    }
    find("#order").value = this.beads.order;
    const formats = state.formats.map((format) =>
      element("li", {}, element("a", { href: exportAddress(format), download: true }, format.toUpperCase())));
    if (formats.length !== find("#formats").childElementCount) find("#formats").replaceChildren(...formats);
  }

  /** Say in a sentence what happened, to eyes and to screen readers. */
  say(text, bad = false) {
    const message = find("#message");
    message.textContent = "";
    message.classList.toggle("bad", bad);
    message.append(text);
  }

  #banner(text, label, action) {
    const banner = find("#banner");
    banner.hidden = !text;
    if (!text) return;
    const [words, act] = banner.children;
    if (words.textContent !== text) words.textContent = text;
    act.textContent = label;
    act.onclick = action;
  }

  // ---- starting, and coming back

  async start() {
    this.beads.order = sessionStorage.getItem("order") === "unsure" ? "unsure" : "text";
    try {
      await this.#hello(false);
    } catch (error) {
      this.#fail(error);
    }
    setInterval(() => this.#beat(), 5000);
    document.addEventListener("visibilitychange", () => document.hidden || this.#beat());
    addEventListener("online", () => this.#beat());
    this.focus();
  }

  async #hello(take) {
    const answer = await post("hello", take ? { tab, take: true } : { tab }, 10);
    const back = this.lost;
    const change = this.taken !== (answer.tab === "taken");
    this.lost = false;
    this.taken = answer.tab === "taken";
    if (this.taken) {
      this.#banner(
        "This file is under review in another tab or window. Here it can be read; changes are made there.",
        "Review here instead",
        () => this.enqueue(() => this.#hello(true)),
      );
    } else this.#banner("");
    if (back || change || answer.version !== this.beads.version) await this.#reload();
    if (back) this.#tellWhatBecame();
    else if (take && !this.taken) this.say("This tab has taken over.");
  }

  async #beat() {
    if (this.#running) return;
    try {
      await this.#hello(false);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #reload() {
    const anchor = this.beads.view.length ? this.list.anchor() : null;
    const seat = this.beads.seat(this.selected) ?? 0;
    await this.beads.load();
    const { view } = this.beads;
    const kept = this.selected ?? Number(sessionStorage.getItem("selected"));
    this.selected = this.beads.seat(kept) === undefined ? (view[Math.min(seat, view.length - 1)] ?? null) : kept;
    if (this.selected !== kept) this.mode = READ;
    this.#header();
    this.list.reset(anchor);
    find("#rows").setAttribute("aria-busy", "false");
    if (!anchor && this.selected !== null) await this.#show();
  }

  #tellWhatBecame() {
    if (this.#sent === null) this.say("The server answers again. What you see is what is saved.");
    else if (this.#sent === this.beads.version) this.say("The server answers again. The last step was not done.", true);
    else this.say("The server answers again. The last step was done.");
    this.#sent = null;
  }

  #fail(error) {
    if (!(error instanceof Failure)) throw error;
    const dropped = this.#queue.length;
    this.#queue.length = 0;
    const more = dropped ? ` ${dropped} more key ${dropped === 1 ? "press was" : "presses were"} dropped.` : "";
    if (error.kind === "lost") {
      this.lost = true;
      const step = this.#sent === null ? "" : " Whether the last step was saved will show when it is back.";
      this.#banner(`The server does not answer: nothing can be changed now.${step}${more}`, "Try again", () => this.#beat());
    } else if (error.kind === "gone") {
      this.lost = true;
      this.#banner("This address is no longer known to the server: it was started anew. Open the address that it shows now; all steps are saved.", "Try again", () => this.#beat());
    } else if (error.kind === "taken") {
      this.say(`Not done: ${error.message}${more}`, true);
      this.#beat();
    } else this.say(`Not done: ${error.message}${more}`, true);
  }

  // ---- one thing after another

  /** Do `action` when all before it is done: what is typed fast is done in order, and all of it. */
  enqueue(action) {
    this.#queue.push(action);
    if (!this.#running) this.#drain();
  }

  async #drain() {
    this.#running = true;
    try {
      while (this.#queue.length) {
        try {
          await this.#queue.shift()();
        } catch (error) {
          this.#fail(error);
          if (error.kind === "stale") await this.#reload().catch((other) => this.#fail(other));
        }
      }
    } finally {
      this.#running = false;
    }
  }

  /** Send a step and show its answer. Nothing of it is shown before the server has saved it. */
  async #send(path, body, seconds) {
    if (this.taken) throw new Failure("refused", "another tab reviews this file.");
    if (this.lost) throw new Failure("refused", "the server does not answer.");
    const { version } = this.beads;
    const slow = setTimeout(() => this.say(`${SENT[body.op ?? path] ?? "Saving"} …`), 400);
    find("#rows").setAttribute("aria-busy", "true");
    this.#sent = version;
    let answer;
    try {
      answer = await post(path, { ...body, version, tab }, seconds);
      this.#sent = null;
    } catch (error) {
      if (error.kind !== "lost") this.#sent = null;
      throw error;
    } finally {
      clearTimeout(slow);
      find("#rows").setAttribute("aria-busy", "false");
    }
    const anchor = this.list.anchor();
    this.beads.apply(answer);
    this.mode = READ;
    if (this.beads.seat(answer.focus) !== undefined) this.selected = answer.focus;
    else if (this.beads.seat(this.selected) === undefined) this.selected = this.beads.view[0] ?? null;
    this.#header();
    this.list.reset(anchor);
    await this.#show();
  }

  /** Do a step to the selected bead, then say `words`. */
  async step(op, words, more = {}) {
    if (this.selected === null) return;
    await this.#send("step", { op, id: this.selected, ...more });
    this.say(words);
  }

  #type() {
    const row = this.beads.row(this.selected);
    return row ? `${row.source.length}:${row.target.length}` : "";
  }

  // ---- going

  async #show() {
    if (this.selected === null) return;
    const seat = this.beads.seat(this.selected);
    this.list.reveal(seat);
    if (!this.lost && (await this.beads.find(this.selected))) this.list.reveal(seat);
    sessionStorage.setItem("selected", this.selected);
  }

  async select(id, side = this.side) {
    if (id === undefined || id === null) return;
    if (id !== this.selected && !this.close()) return;
    this.selected = id;
    this.side = side;
    await this.#show();
  }

  async go(direction) {
    const seat = this.beads.seat(this.selected) ?? -direction;
    const id = this.beads.view[seat + direction];
    if (id === undefined) this.say(direction > 0 ? "This is the last bead." : "This is the first bead.");
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
      this.say(`${said}No bead is open: all are looked at.`);
      return;
    }
    await this.select(id);
    const place = this.beads.place(id);
    const score = probability(this.beads.glance(place).score);
    const what = this.beads.unaligned(place) ? "unaligned" : score ? `probability ${score}` : "no probability";
    const next = this.beads.unsure(place) ? "Next" : "No unsure bead is left; next open one";
    this.say(`${said}${next}: bead ${(place + 1).toLocaleString("en")}, ${what}.`);
  }

  choose(side) {
    this.side = side;
    this.list.render();
    this.say(side === "source" ? "Source side." : "Target side.");
  }

  async arrange(order = this.beads.order === "text" ? "unsure" : "text") {
    this.beads.arrange(order);
    sessionStorage.setItem("order", order);
    this.#header();
    this.list.reset(null);
    await this.#show();
    this.say(order === "text" ? "In text order." : "Unsure beads first.");
  }

  toggleWhy() {
    this.why = !this.why;
    sessionStorage.setItem("why", this.why);
    this.list.reveal(this.beads.seat(this.selected));
    this.say(this.why ? "Reasons are shown." : "Reasons are hidden.");
  }

  focus() {
    this.#grid.focus({ preventScroll: true });
  }

  openMenu() {
    find("#menu").open = true;
    find("#menu summary").focus();
  }

  help() {
    fillHelp(find("#help"));
    find("#help").showModal();
  }

  // ---- steps

  async judge(op) {
    await this.step(op, "");
    await this.nextUnsure(op === "accept" ? "Accepted. " : "Rejected. ");
  }

  async merge() {
    await this.step("merge", "");
    this.say(`Merged with the next bead. ${this.#type()}.`);
  }

  async move(segment, to, side = this.side) {
    this.side = side ?? this.side;
    await this.step("move", "", { side: this.side, segment, to });
    this.say(`Moved the ${segment} ${this.side} segment to the bead ${to}. ${this.#type()} now here.`);
  }

  async turnBack(op) {
    if (this.beads.state[op]) {
      await this.#send("step", { op });
      const place = this.beads.place(this.selected);
      this.say(`${op === "undo" ? "Undone" : "Done again"}. Bead ${place + 1}, ${this.#type()}.`);
    } else this.say(`There is nothing to ${op}.`);
  }

  async realign() {
    if (!this.beads.state.can_realign) {
      this.say("This file cannot be realigned: it holds no more than its beads.", true);
      return;
    }
    await this.#send("realign", {}, 3600);
    this.say("Realigned all but the accepted and edited beads. Undo brings the old beads back.");
  }

  // ---- modes of the selected row

  #enter(mode) {
    this.mode = mode;
    this.#modeStamp++;
    this.list.reveal(this.beads.seat(this.selected));
    this.list.element(this.selected)?.querySelector("textarea")?.focus();
  }

  /** Leave a mode; false where there is unsaved text and the person has not said twice to drop it. */
  close() {
    const { mode } = this;
    const dirty = mode.drafts?.some((draft, i) => draft !== mode.texts[i]);
    if (dirty && !mode.warned) {
      mode.warned = true;
      this.say("This text is not saved. Ctrl Enter saves it; Esc once more drops it.", true);
      return false;
    }
    this.mode = READ;
    this.#modeStamp++;
    return true;
  }

  leave() {
    if (this.mode === READ || !this.close()) return;
    this.list.render();
    this.focus();
    this.say("Nothing was changed.");
  }

  async openEdit() {
    const row = await this.beads.find(this.selected);
    if (!row) return;
    const texts = row[this.side].length ? row[this.side] : [""];
    this.#enter({ kind: "edit", texts, drafts: texts.slice() });
    this.say(`Editing the ${this.side} side.`);
  }

  async openNote() {
    const row = await this.beads.find(this.selected);
    if (row) this.#enter({ kind: "note", texts: [row.note], drafts: [row.note] });
  }

  async save() {
    const { mode } = this;
    if (mode.kind === "note") await this.step("note", "Note saved.", { text: mode.drafts[0].trim() });
    else if (mode.drafts.every((draft, i) => draft === mode.texts[i])) this.leave();
    else await this.step("edit", "Text saved.", { side: this.side, segments: mode.drafts });
    this.focus();
  }

  async openSplit() {
    const row = await this.beads.find(this.selected);
    if (!row) return;
    const cut = new Cut(row, this.side, this.langs);
    this.side = cut.side;
    this.#enter({ kind: "split", cut });
    this.#sayCut();
  }

  moveCut(change) {
    const { cut } = this.mode;
    if (!cut) return;
    change(cut);
    this.side = cut.side;
    this.#modeStamp++;
    this.list.render();
    this.#sayCut();
  }

  #sayCut() {
    const { cut } = this.mode;
    const [before, after] = cut.around();
    const place = before && after ? `between “${before}” and “${after}”` : after ? "at the start" : "at the end";
    this.say(`Cut in the ${cut.side}: ${place}.`);
  }

  async split() {
    const step = this.mode.cut.step();
    await this.#send("step", step);
    this.say(`Split in two. ${this.#type()} here.`);
  }
}
