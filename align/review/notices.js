/** What the page says: a sentence after each step, a banner while something is wrong. */

const message = document.querySelector("#message");
const banner = document.querySelector("#banner");
let fading = 0;

/** Say in a sentence what happened, to eyes and to screen readers; what is bad or to `stay` stays. */
export function say(text, { bad = false, stay = bad } = {}) {
  clearTimeout(fading);
  message.classList.toggle("bad", bad);
  message.classList.remove("old");
  message.textContent = text;
  if (!stay) fading = setTimeout(() => message.classList.add("old"), 5000);
}

/** Take a sentence back, where it is still the last one. */
export function unsay(text) {
  if (message.textContent === text) say("");
}

/** Show a banner with one button until `warn("")`. */
export function warn(text, label = "", action = null) {
  banner.hidden = !text;
  const [words, button] = banner.children;
  if (words.textContent !== text) words.textContent = text;
  button.textContent = label;
  button.onclick = action;
}
