"use strict";
for (const list of document.querySelectorAll("[data-pairs]")) {
  const form = list.querySelector("form");
  const search = list.querySelector("[data-search]");
  const tag = list.querySelector("select[data-tags]");
  const count = list.querySelector("[data-count]");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const items = [...list.querySelectorAll(".beads > li")].map((item) => ({
    item,
    tags: item.dataset.tags.split("\n"),
    text: fold(item.textContent),
  }));
  const show = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { item, tags, text } of items) {
      const fits = (!tag.value || tags.includes(tag.value)) && words.every((word) => text.includes(word));
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    const [some, all] = [shown, items.length].map((number) => number.toLocaleString("en"));
    count.textContent = shown === items.length ? `all ${all} shown` : `${some} of ${all} shown`; // nulls are no pairs
  };
  /** Show what is asked for, from its first on where the window is further down. */
  const showFirst = () => {
    show();
    if (list.getBoundingClientRect().top < 0) list.scrollIntoView({ behavior: "instant" });
  };
  let wait = 0;
  search.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(showFirst, 120); });
  tag.addEventListener("change", showFirst);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}
