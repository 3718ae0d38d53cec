import { h, html } from "../html.js";
import { Heading } from "../parts/basic.js";
import { RETENTION_DAYS } from "../state/api.js";
import { t } from "../state/words.js";

export function Gone() {
  document.title = `${t("gone.title")} · Quoteapp`;
  return html`<div class="columns"><section>${h(Heading, { children: t("gone.title") })}
    <p class="lead">${t("gone.kept", { n: Number(RETENTION_DAYS) })}</p>
    <p class="actions"><a class="button main" href="/">${t("new")}</a></p></section></div>`;
}
