import { computed, signal } from "@preact/signals";
import { partOf, routeOf } from "../pure/routes.js";
import { get } from "./api.js";

/** Where the reader is: the address bar, as a signal. */

const address = signal(location.pathname + location.hash);

/** What opens next finds its words here, once: what has just been done. */
export const notice = signal("");

/** What new calls would go through, as the server says; "" while it has not. */
export const lineOfNew = signal("");
/** What the calls go through: a job that was rung says, for others the server. */
export const line = signal("");

export const route = computed(() => {
  const [path] = address.value.split("#");
  return routeOf(path);
});
export const part = computed(() => partOf(address.value.replace(/^[^#]*/, "")));

const ASK_AGAIN = 10_000;

/** Ask the server what carries new calls, until it knows. */
export async function learnLine() {
  try {
    const answer = /** @type {{line: string | null}} */ (await get("/api/line"));
    lineOfNew.value = answer.line ?? "";
  } catch {
    // Nobody answers; whatever else is asked for says so.
  }
  if (!lineOfNew.value) setTimeout(learnLine, ASK_AGAIN);
}

/** @param {string} to @param {{replace?: boolean}} [how] */
export function go(to, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  address.value = location.pathname + location.hash;
}

/** Follow the browser's buttons, and links within the page. */
export function follow() {
  const look = () => {
    address.value = location.pathname + location.hash;
  };
  addEventListener("popstate", look);
  addEventListener("hashchange", look);
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest?.("a");
    if (!link || event.defaultPrevented || event.button || link.target || link.download) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || routeOf(link.pathname).screen === "nowhere") return;
    if (link.pathname === location.pathname && link.hash.startsWith("#f-")) return;
    event.preventDefault();
    if (link.href !== location.href) go(link.pathname + link.hash);
  });
}
