/** The header: name, languages, progress, and which of its buttons can be used. */
import { element } from "./elements.js";

const find = (selector) => document.querySelector(selector);

/** Bring the header up to what the document is now. */
export function showHeader({ state, ids, order }) {
  const { accepted = 0, edited = 0, rejected = 0, open = 0 } = state.counts;
  const figures = { accepted, edited, rejected, open };
  const all = accepted + edited + rejected + open;
  const words = Object.entries(figures).map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
  const long = words.filter((text) => !/^0 (edited|rejected)/.test(text)).join(" · ");
  const short = `${(all - open).toLocaleString("en")} of ${all.toLocaleString("en")}`;
  find("#counts").replaceChildren(element("span", { class: "long" }, long), element("span", { class: "short" }, short));
  find("#progress").setAttribute("aria-label", `Progress: ${words.join(", ")}`);
  for (const part of find("#progress").children) {
    part.style.setProperty("--share", all ? figures[part.dataset.kind] / all : 0);
  }
  const name = state.name || "Review";
  document.title = `${name}: review`;
  find("#name").textContent = name;
  find("#name").title = name;
  find("#languages").textContent = `${state.source_lang} → ${state.target_lang}`;
  find("#source-name").textContent = `Source (${state.source_lang})`;
  find("#target-name").textContent = `Target (${state.target_lang})`;
  find("#grid").setAttribute("aria-rowcount", ids.length + 1);
  find("#order").value = order;
  const off = { undo: !state.undo, redo: !state.redo, realign: !state.can_realign };
  for (const [command, value] of Object.entries(off)) {
    for (const one of document.querySelectorAll(`[data-command=${command}]`)) one.setAttribute("aria-disabled", String(value));
  }
}
