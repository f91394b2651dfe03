/** What is being done to the selected bead: it is read, a text or the note is written, or it is cut. */
import { Failure } from "./connection.js";
import { Cut } from "./cut.js";
import { say } from "./notices.js";

export const READ = { kind: "read" };

export class Modes {
  now = READ;
  stamp = 0; // changes when the bead has to be shown anew
  #review;

  constructor(review) {
    this.#review = review;
  }

  /** Back to reading, without asking. */
  drop() {
    this.now = READ;
    this.stamp++;
  }

  /** Back to reading, as the bead is gone; text that was written in it is said, to be copied. */
  lose() {
    if (this.unsaved) say(`The bead of this text is gone, and it is not saved: ${this.now.draft}`, { bad: true });
    this.drop();
  }

  #enter(mode) {
    const { list, beads, selected } = this.#review;
    this.now = mode;
    this.stamp++;
    list.reveal(beads.seat(selected));
    list.element(selected)?.querySelector("textarea")?.focus();
  }

  /** Whether there is text that is nowhere but in the page. */
  get unsaved() {
    return this.now.draft !== this.now.text;
  }

  /** Leave a mode; false where there is unsaved text and the person has not said twice to drop it. */
  close() {
    const { now } = this;
    if (this.unsaved && !now.warned) {
      now.warned = true;
      say("This text is not saved. Ctrl Enter saves it; Esc once more drops it.", { bad: true });
      return false;
    }
    this.drop();
    return true;
  }

  leave() {
    if (this.now === READ || !this.close()) return;
    this.#review.list.render();
    this.#review.focus();
    say("Nothing was changed.");
  }

  async #row() {
    const row = await this.#review.beads.find(this.#review.selected);
    if (!row) throw new Failure("refused", "the text of this bead is not here yet.");
    return row;
  }

  // ---- writing

  async openEdit() {
    const row = await this.#row();
    const { side } = this.#review;
    const text = row[`${side}_text`];
    this.#enter({ kind: "edit", side, text, draft: text });
    say(`Editing the ${side} side.`);
  }

  async openNote() {
    const row = await this.#row();
    this.#enter({ kind: "note", text: row.note, draft: row.note });
  }

  async save() {
    const { now } = this;
    const review = this.#review;
    review.focus(); // at once: what is typed from now on is no part of the text
    try {
      if (!this.unsaved) this.leave();
      else if (now.kind === "note") await review.step("note", "Note saved.", { text: now.draft.trim() });
      else await review.step("edit", "Text saved.", { side: now.side, text: now.draft });
    } catch (error) {
      review.refocus();
      throw error;
    }
  }

  // ---- cutting

  async openSplit() {
    const row = await this.#row();
    const cut = new Cut(row, this.#review.side, this.#review.langs);
    this.#review.side = cut.side;
    this.#enter({ kind: "split", cut });
    this.#sayCut();
  }

  moveCut(change) {
    const { cut } = this.now;
    if (!cut) return;
    change(cut);
    this.#review.side = cut.side;
    this.stamp++;
    this.#review.list.render();
    this.#sayCut();
  }

  #sayCut() {
    const { cut } = this.now;
    const [before, after] = cut.around();
    const place = before && after ? `between “${before}” and “${after}”` : after ? "at the start" : "at the end";
    say(`Cut in the ${cut.side}: ${place}.`);
  }

  async split() {
    await this.#review.step("split", "", this.now.cut.step());
    say(`Split in two. ${this.#review.type} here, the second.`);
  }
}
