/** Requests to the review server, and what can go wrong with them. */

const token = location.pathname.split("/")[1];
const api = `/${token}/api/`;

/**
 * A request that did not do what it was for. `kind` is "lost" (no answer came: whether a step was
 * done is unknown), "gone" (this address is not known), "stale" (409), "taken" (423) or "refused".
 */
export class Failure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

const KINDS = { 403: "gone", 404: "gone", 409: "stale", 423: "taken", 507: "refused" };

async function ask(path, options, seconds) {
  let response, answer;
  try {
    const signal = AbortSignal.timeout(seconds * 1000);
    response = await fetch(api + path, { cache: "no-store", redirect: "error", signal, ...options });
    answer = await response.text();
  } catch {
    throw new Failure("lost", "The server does not answer.");
  }
  let body = {};
  try {
    body = JSON.parse(answer);
  } catch {
    if (response.ok) throw new Failure("lost", "The server's answer broke off.");
  }
  if (response.ok) return body;
  const kind = KINDS[response.status] ?? (response.status >= 500 ? "lost" : "refused");
  throw new Failure(kind, body.error || `The server answered with code ${response.status}.`);
}

/** Ask for `path` below the API. */
export const get = (path) => ask(path, {}, 30);

const posted = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", "X-Align-Token": token },
  body: JSON.stringify(body),
});

/** Send `body` to `path` below the API; wait `seconds` at most. */
export const post = (path, body, seconds = 30) => ask(path, posted(body), seconds);

/** The address of a download of the document as it is now. */
export const exportAddress = (format) => `${api}export?format=${encodeURIComponent(format)}`;

/**
 * This tab's id: the same after a reload, another in a duplicate. (A duplicate copies the
 * session's storage while the first tab is open; the id lies there only while none is.)
 */
export const tab = sessionStorage.getItem("tab") ?? crypto.randomUUID();
sessionStorage.removeItem("tab");
addEventListener("pagehide", () => {
  sessionStorage.setItem("tab", tab);
  ask("hello", { ...posted({ tab, bye: true }), keepalive: true }, 5).catch(() => {}); // nobody is left to be told
});
addEventListener("pageshow", () => sessionStorage.removeItem("tab"));
