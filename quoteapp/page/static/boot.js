// Before the modules, so that it is there when one of them is not: during a deploy a shell may name
// files of a version that the answering process does not have. The page then loads itself anew, once.
addEventListener(
  "error",
  (event) => {
    const { src, href } = /** @type {any} */ (event.target) ?? {};
    if (!/\/page\/\w+\//.test(src || href || "")) return;
    try {
      if (Date.now() - Number(sessionStorage.getItem("quoteapp:reloaded")) < 60_000) return;
      sessionStorage.setItem("quoteapp:reloaded", String(Date.now()));
    } catch {
      return;
    }
    location.reload();
  },
  true,
);
