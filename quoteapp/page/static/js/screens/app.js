import { useEffect, useState } from "preact/hooks";
import { h, html } from "../html.js";
import { RETENTION_DAYS } from "../state/api.js";
import { line, lineOfNew, route } from "../state/place.js";
import { said } from "../state/status.js";
import { language, speak, t } from "../state/words.js";
import { Form } from "./form.js";

/** What stands on every screen: the bar, the label of the line, the footer. */

/** The screens that most visitors never open come when they are opened. */
const LATER = /** @type {Record<string, () => Promise<Record<string, any>>>} */ ({
  job: () => import("./job.js"),
  how: () => import("./texts.js"),
  privacy: () => import("./texts.js"),
  nowhere: () => import("./texts.js"),
  operations: () => import("./operations.js"),
});
const NAMES = /** @type {Record<string, string>} */ ({
  job: "Job",
  how: "How",
  privacy: "Privacy",
  nowhere: "Nowhere",
  operations: "Operations",
});

export function App() {
  const { screen, id } = route.value;
  return html`<a class="skip" href="#main">${t("skip")}</a>${h(Bar, {})}
    <main id="main" tabindex="-1">${screen === "form" ? h(Form, {}) : h(Later, { screen, id })}</main>
    ${h(Footer, {})}
    <div role="status" class="unseen">${said.value}</div>`;
}

/** @param {{screen: string, id: string}} props */
function Later({ screen, id }) {
  const [file, setFile] = useState(/** @type {Record<string, any> | null} */ (null));
  const [isMissing, setMissing] = useState(false);
  const load = () => {
    setMissing(false);
    LATER[screen]().then(setFile, () => setMissing(true));
  };
  useEffect(load, [screen]);
  const Screen = file?.[NAMES[screen]];
  if (Screen) return h(Screen, { key: id, id });
  if (isMissing)
    return html`<div class="banner ring">${t("away.page")} <button type="button" class="button plain small" onClick=${load}>${t("again")}</button></div>`;
  return html`<p class="loading">${t("loading")}</p>`;
}

function Bar() {
  const other = language.value === "en" ? "es" : "en";
  return html`<header class="bar"><div class="inside">
    <a class="brand" href="/"><img src=${ICON} alt="" width="30" height="30" />Quoteapp</a>
    ${h(LineLabel, {})}
    <nav aria-label=${t("nav")}>
      <a class="wide" href="/">${t("new")}</a>
      <button type="button" lang=${other} onClick=${() => speak(other)}>${other === "es" ? "Español" : "English"}</button>
    </nav></div></header>`;
}

/** Says on every screen whether a phone rings. */
function LineLabel() {
  const known = line.value || lineOfNew.value;
  if (!known) return null;
  if (known !== "simulated") return html`<p class="line real">${t("line.real")}</p>`;
  return html`<p class="line"><strong>${t("line.simulated")}</strong> <span>${t("line.no_phone")}<span class="wide">${t("line.samples")}</span></span></p>`;
}

function Footer() {
  const isJob = route.value.screen === "job";
  return html`<footer><div class="inside">
    <p>${t("foot.assistant")} ${isJob ? t("foot.private", { n: Number(RETENTION_DAYS) }) : t("foot.booked")}</p>
    <nav aria-label=${t("foot.nav")}><a href="/how-it-works">${t("how")}</a> <a href="/privacy">${t("privacy")}</a></nav>
  </div></footer>`;
}

const ICON = document.querySelector('link[rel="icon"]')?.getAttribute("href") ?? "";
