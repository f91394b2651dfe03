/** The tie to the server: one thing after another, one tab, and what is said when it breaks. */
import { Failure, get, post, tab } from "./connection.js";
import { say, unsay, warn } from "./notices.js";

const BEAT = 5000; // milliseconds between two signs of life
const SENDING = {
  merge: "Merging", split: "Splitting", move: "Moving", realign: "Realigning", undo: "Undoing", redo: "Redoing",
};

export class Session {
  /** Whether another tab is the active one; whether the server does not answer. */
  taken = false;
  lost = false;
  #version;
  #reload;
  #queue = [];
  #running = false;
  #sent = null; // the version before a step whose answer never came

  /** @param {object} parts `version()`: the version shown; `reload()`: show the document anew */
  constructor({ version, reload }) {
    this.#version = version;
    this.#reload = reload;
  }

  /** Whether something is under way or waits for its turn. */
  get busy() {
    return this.#running;
  }

  async start() {
    await this.beat();
    setInterval(() => this.beat(), BEAT);
    document.addEventListener("visibilitychange", () => document.hidden || this.beat());
    addEventListener("online", () => this.beat());
    addEventListener("pageshow", ({ persisted }) => persisted && this.beat());
  }

  /** Do `action` when all before it is done: what is typed fast is done in order, and all of it. */
  enqueue(action) {
    this.#queue.push(action);
    if (!this.#running) this.#drain();
  }

  async #drain() {
    this.#running = true;
    document.body.dataset.busy = "true";
    try {
      while (this.#queue.length) {
        try {
          await this.#queue.shift()();
        } catch (error) {
          await this.fail(error);
        }
      }
    } finally { // a fault of the page's own, which is thrown on, must not end its hearing
      this.#running = false;
      delete document.body.dataset.busy;
    }
  }

  /** Tell the server that this tab is here, or takes over; find out what changed meanwhile. */
  async beat({ take = false } = {}) {
    try {
      await this.#hello(take);
    } catch (error) {
      await this.fail(error);
    }
  }

  /** Show the document anew when what is under way is done. */
  renew() {
    return new Promise((done) => this.enqueue(() => this.#reload().finally(done)));
  }

  async #hello(take) {
    const answer = await post("hello", take ? { tab, take } : { tab }, 10);
    const { version } = await get("state");
    const back = this.lost;
    const change = this.taken !== (answer.tab === "taken");
    this.lost = false;
    this.taken = answer.tab === "taken";
    if (this.taken) {
      warn(
        "This file is under review in another tab or window. Here it can be read; changes are made there.",
        "Review here instead",
        () => this.beat({ take: true }),
      );
    } else warn("");
    // While a step is under way, its answer will bring the version.
    if (back || change || (version > this.#version() && !this.#running)) await this.renew();
    if (back) this.#tellWhatBecame();
    else if (change && !this.taken) say("This tab is the one that reviews now.");
  }

  #tellWhatBecame() {
    const sent = this.#sent;
    this.#sent = null;
    if (sent === null) say("The server answers again. What you see is what is saved.");
    else if (sent === this.#version()) say("The server answers again. The last step was not done.", { bad: true });
    else say("The server answers again. The last step was done.");
  }

  /** Send a step; its answer comes when it is saved. */
  async send(path, body, seconds) {
    if (this.taken) throw new Failure("refused", "another tab reviews this file.");
    if (this.lost) throw new Failure("refused", "the server does not answer.");
    const rows = document.querySelector("#rows");
    const words = `${SENDING[body.op ?? path] ?? "Saving"} …`;
    const slow = setTimeout(() => say(words, { stay: true }), 400);
    rows.setAttribute("aria-busy", "true");
    this.#sent = this.#version();
    try {
      const answer = await post(path, { ...body, version: this.#sent, tab }, seconds);
      this.#sent = null;
      return answer;
    } catch (error) {
      if (error.kind !== "lost") this.#sent = null;
      throw error;
    } finally {
      clearTimeout(slow);
      unsay(words);
      rows.setAttribute("aria-busy", "false");
    }
  }

  /** Say what went wrong; what was typed after it is dropped, and that is said too. */
  async fail(error) {
    const dropped = this.#queue.length;
    this.#queue.length = 0;
    if (!(error instanceof Failure)) {
      say(`Not done: the page made an error (${error.message}).`, { bad: true });
      throw error;
    }
    const more = dropped ? ` ${dropped} more key ${dropped === 1 ? "press was" : "presses were"} dropped.` : "";
    if (error.kind === "lost") {
      this.lost = true;
      const step = this.#sent === null ? "" : " Whether the last step was saved will show when it is back.";
      const again = " If it was stopped, start align review again and open its new address.";
      warn(`The server does not answer: nothing can be changed now.${step}${more}${again}`, "Try again", () => this.beat());
    } else if (error.kind === "gone") {
      this.lost = true;
      warn("The server was started anew and has another address now: open that one. All steps are saved.", "Try again", () => this.beat());
    } else {
      say(`Not done: ${error.message}${more}`, { bad: true });
      if (error.kind === "taken") this.beat();
      if (error.kind === "stale") this.renew();
    }
  }
}
