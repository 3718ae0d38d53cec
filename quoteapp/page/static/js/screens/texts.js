import { useEffect } from "preact/hooks";
import { h, html } from "../html.js";
import { Heading } from "../parts/basic.js";
import { RETENTION_DAYS } from "../state/api.js";
import { isTold, t } from "../state/words.js";

/** Pages of words alone: each a title, a lead, and sections `{name}.1`, `{name}.1.text`, … */

/** @param {{name: string}} props */
function Text({ name }) {
  const numbers = Array.from({ length: 9 }, (_, index) => index + 1);
  const sections = numbers.filter((number) => isTold(`${name}.${number}`));
  useEffect(() => {
    document.title = `${t(`${name}.title`)} · Quoteapp`;
  }, []);
  return html`<article class="text">${h(Heading, { children: t(`${name}.title`) })}
    <p class="lead">${t(`${name}.lead`)}</p>
    ${sections.map((number) => html`<section key=${number}><h2>${t(`${name}.${number}`)}</h2><p>${t(`${name}.${number}.text`, { n: Number(RETENTION_DAYS) })}</p></section>`)}
    <p class="actions"><a class="button main" href="/">${t("new")}</a></p></article>`;
}

export const How = () => h(Text, { name: "howto" });
export const Privacy = () => h(Text, { name: "private" });
export const Nowhere = () => h(Text, { name: "nowhere" });
