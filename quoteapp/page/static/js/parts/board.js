import { h, html } from "../html.js";
import { axisOf, place } from "../pure/axis.js";
import { lasts } from "../pure/calls.js";
import { clock, hour, money } from "../pure/wording.js";
import * as now from "../state/job.js";
import { isTold, language, t } from "../state/words.js";
import { Icon } from "./basic.js";

/** @typedef {import("../pure/calls.js").Row} Row */
/** @typedef {import("../pure/axis.js").Axis} Axis */

const SIGNS = /** @type {Record<string, string>} */ ({
  agreed: "check",
  quoted: "tag",
  talking: "wave",
  dialing: "ring",
  ringing: "ring",
  voicemail: "tape",
  visit_only: "day",
  waiting: "wait",
  found: "phone",
  busy: "ring",
  no_answer: "ring",
});

/** Who waits no longer than this waits for the first ones to be over, in milliseconds. */
const WAVE = 300_000;

/**
 * All calls on one axis. `call` stands in the row that is open, where there is no column for it.
 * @param {{rows: Row[], open: number | null, call: unknown, id: string}} props
 */
export function Board({ rows, open, call, id }) {
  const prices = rows.flatMap((row) => [row.first, row.now]).filter((price) => price !== null);
  const axis = axisOf(prices, prices.length ? now.limit.value : null);
  return html`<section class="card board" aria-labelledby="board"><div class="top">
      <h2 id="board">${t("board")}</h2>${axis && h(Ticks, { axis })}</div>
    <ul>${rows.map((row) => {
      const isOpen = row.id === open;
      return html`<li key=${row.id} class=${isOpen ? "open" : ""}>
        ${h(BoardRow, { row, axis, isOpen, id })}${isOpen && call}</li>`;
    })}</ul></section>`;
}

/** @param {{axis: Axis}} props */
function Ticks({ axis }) {
  const at = (/** @type {number} */ price) => ({ left: `${place(axis, price)}%` });
  return html`<div class="ticks" aria-hidden="true">${axis.ticks.map((tick) => html`<span key=${tick} style=${at(tick)}>${money(tick)}</span>`)}
    ${axis.limit !== null && html`<span class="limit" style=${at(axis.limit)}>${t("board.limit", { price: money(axis.limit) })}</span>`}</div>`;
}

/** @param {{row: Row, axis: Axis | null, isOpen: boolean, id: string}} props */
function BoardRow({ row, axis, isOpen, id }) {
  const more = moreOf(row);
  return html`<a class="row" href=${`/jobs/${id}#call-${row.id}`} aria-current=${isOpen ? "true" : undefined}>
    <span class=${`badge ${row.tone}`}>${Icon({ name: SIGNS[row.state] ?? "none" })}</span>
    <span class="who"><span class="name">${row.name}</span>
      <span class="state"><span class=${`word ${row.tone}`}>${t(`state.${row.state}`)}</span>${more && ` · ${more}`}</span></span>
    ${axis && h(Track, { row, axis })}
    ${h(Price, { row })}
    <span class="chevron">${Icon({ name: isOpen && row.id === now.job.value?.chosen_provider_id ? "check" : "right", size: 18 })}</span></a>`;
}

/** @param {Row} row What there is to say besides its state. */
function moreOf(row) {
  const { call } = row;
  const seconds = lasts(call, now.clock.value);
  if (row.stage === "over") {
    const words =
      row.first !== null && row.now !== null && row.now < row.first ? "came_down" : row.state;
    const key = row.isAgreed ? "more.agreed" : `more.${words}`;
    return isTold(key) ? t(key, { price: row.now === null ? "" : money(row.now) }) : "";
  }
  if (row.stage === "waiting") {
    const opens = call.opens_at ? Date.parse(call.opens_at) - now.clock.value : 0;
    if (opens > WAVE) return t("more.opens", { time: hour(String(call.opens_at), language.value) });
    return opens > 0 ? t("more.wave") : "";
  }
  const time = seconds === null ? "" : clock(seconds);
  return row.stage === "talking" && call.moves.length ? `${time} · ${t("more.negotiating")}` : time;
}

/** @param {{row: Row, axis: Axis}} props The price moving: where it began, and where it is. */
function Track({ row, axis }) {
  const at = (/** @type {number} */ price) => place(axis, price);
  const [first, last] = [row.first, row.now];
  const moved = first !== null && last !== null && first !== last;
  return html`<span class=${`track ${row.tone}`} aria-hidden="true">
    ${axis.ticks.map((tick) => html`<i key=${tick} class="tick" style=${{ left: `${at(tick)}%` }} />`)}
    ${axis.limit !== null && html`<i class="limit" style=${{ left: `${at(axis.limit)}%` }} />`}
    ${moved && html`<i class="way" style=${{ left: `${Math.min(at(first), at(last))}%`, width: `${Math.abs(at(first) - at(last))}%` }} /><i class="dot first" style=${{ left: `${at(first)}%` }} />`}
    ${last !== null && html`<i class="dot" style=${{ left: `${at(last)}%` }} />`}</span>`;
}

/** @param {{row: Row}} props */
function Price({ row }) {
  if (row.now === null)
    return html`<span class="price none">${row.stage === "over" ? t("price.none") : row.stage === null ? "" : "…"}</span>`;
  const came = row.first !== null && row.first !== row.now;
  return html`<span class=${row.isAgreed ? "price good" : "price"}><span class="unseen">${t("price.now")} </span><b>${money(row.now)}</b>
    ${came && html`<span class="unseen">, ${t("price.first")} </span><s>${money(Number(row.first))}</s>`}</span>`;
}
