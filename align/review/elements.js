/** Elements made from names and texts; a text never becomes markup. */

/** Make an element: `attributes` are set as given, true as "", false and null left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** What a search compares, character for character. */
const fold = (text) => text.toLowerCase().replaceAll(/[\u00a0\u202f]/g, " ").replaceAll("\u2019", "'");

/** A text with the places where `query` stands marked. */
export function marked(text, query) {
  if (!query) return [text];
  const folded = fold(text);
  const forms = [query, query.normalize("NFD")].map(fold); // accents stand in the letters or after them
  const sought = forms.find((form) => folded.includes(form));
  if (!sought || folded.length !== text.length) return [text]; // the places would not fit
  const parts = [];
  let from = 0;
  for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, from)) {
    parts.push(text.slice(from, at), element("mark", {}, text.slice(at, at + sought.length)));
    from = at + sought.length;
  }
  return [...parts, text.slice(from)];
}
