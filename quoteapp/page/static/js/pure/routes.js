/** @typedef {{screen: "form" | "job" | "how" | "privacy" | "operations" | "nowhere", id: string}} Route */

const PLAIN = /** @type {Record<string, Route["screen"]>} */ ({
  "/": "form",
  "/how-it-works": "how",
  "/privacy": "privacy",
  "/operations": "operations",
});

/**
 * Which screen an address is.
 * @param {string} path @returns {Route}
 */
export function routeOf(path) {
  const job = /^\/jobs\/([\w-]{1,64})$/.exec(path);
  if (job) return { screen: "job", id: job[1] };
  return { screen: PLAIN[path] ?? "nowhere", id: "" };
}

/**
 * What of a job the part after `#` opens: a question (`q2`) or a call (`call-7`).
 * @param {string} hash @returns {{question: string, call: number | null}}
 */
export function partOf(hash) {
  const call = /^#call-(\d+)$/.exec(hash);
  const question = /^#(q\d+)$/.exec(hash);
  return { question: question?.[1] ?? "", call: call ? Number(call[1]) : null };
}
