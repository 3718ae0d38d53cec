import assert from "node:assert/strict";
import { test } from "node:test";

const at = new URL("../../../quoteapp/page/static/js/", import.meta.url);
const load = (path) => import(new URL(path, at));

const { axisOf, place } = await load("pure/axis.js");
const { lasts, lookedAt, progressOf, rowsOf } = await load("pure/calls.js");
const { dayOf, isoDay, limitOf, missing } = await load("pure/draft.js");
const { calendar, csv } = await load("pure/files.js");
const { ladderOf, steps } = await load("pure/ladder.js");
const { pause } = await load("pure/pace.js");
const { partOf, routeOf } = await load("pure/routes.js");
const { clock, day, filled, money } = await load("pure/wording.js");
const { default: en } = await load("words/en.js");
const { default: es } = await load("words/es.js");

test("both languages say the same things", () => {
  assert.deepEqual(Object.keys(es).sort(), Object.keys(en).sort());
  const names = (words) =>
    [...new Set([...JSON.stringify(words).matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
  for (const key of Object.keys(en)) {
    assert.equal(typeof es[key] === "object", typeof en[key] === "object", key);
    assert.deepEqual(
      names(es[key]).filter((name) => !["n", "task"].includes(name)),
      names(en[key]).filter((name) => !["n", "task"].includes(name)),
      key,
    );
  }
});

test("words are filled in, and plurals follow the number", () => {
  assert.equal(filled(en["over.some"], "en", { over: 1, n: 5 }), "1 of 5 calls are over.");
  assert.equal(filled(en["going.talking"], "en", { n: 1 }), "one is talking");
  assert.equal(filled(es["going.talking"], "es", { n: 2 }), "2 están hablando");
});

test("money, days and time are as people write them", () => {
  assert.equal(money(1250), "$1,250");
  assert.equal(money(130.5), "$130.50");
  assert.equal(day("2026-12-10", "en"), "Thu, Dec 10");
  assert.equal(clock(48.9), "0:48");
  assert.equal(clock(3725), "1:02:05");
});

test("the chips of a date mean days of the reader's calendar", () => {
  const friday = new Date(2026, 10, 27, 23, 30);
  assert.equal(isoDay(friday), "2026-11-27");
  assert.equal(dayOf("today", friday), "2026-11-27");
  assert.equal(dayOf("tomorrow", friday), "2026-11-28");
  assert.equal(dayOf("week", friday), "2026-11-29");
  assert.equal(dayOf("next", friday), "2026-12-06");
  assert.equal(dayOf("week", new Date(2026, 10, 29, 1)), "2026-11-29");
});

test("what is missing is named by field", () => {
  const empty = {
    query: " ",
    house_address: "",
    zip_code: "1234",
    when: "date",
    date: "",
    limit: "other",
    other: "x",
  };
  assert.deepEqual(Object.keys(missing(empty)), [
    "query",
    "house_address",
    "zip_code",
    "date_needed",
    "price_limit",
  ]);
  assert.equal(limitOf({ limit: "other", other: "$1,250.50" }), 1250.5);
  assert.equal(limitOf({ limit: "other", other: "0" }), null);
  assert.equal(limitOf({ limit: "no_limit", other: "" }), "no_limit");
});

test("addresses lead to screens, and nothing else does", () => {
  assert.deepEqual(routeOf("/jobs/ab-1"), { screen: "job", id: "ab-1" });
  assert.equal(routeOf("/").screen, "form");
  assert.equal(routeOf("/jobs/").screen, "nowhere");
  assert.equal(routeOf("/constructor").screen, "nowhere");
  assert.deepEqual(partOf("#call-7"), { question: "", call: 7 });
  assert.deepEqual(partOf("#q2"), { question: "q2", call: null });
});

test("asking is quick while it is looked at, slow in the back, and ever slower after errors", () => {
  assert.equal(pause({ live: true, visible: true, failures: 0 }), 1000);
  assert.equal(pause({ live: true, visible: false, failures: 0 }), 5000);
  assert.equal(pause({ live: false, visible: true, failures: 0 }), null);
  assert.deepEqual(
    [1, 2, 3, 6, 20].map((failures) => pause({ live: true, visible: true, failures, random: 1 })),
    [1000, 2000, 4000, 30_000, 30_000],
  );
  assert.ok(pause({ live: false, visible: true, failures: 1, random: 0 }) >= 750);
});

test("one axis holds all prices, with round ticks that keep off the limit", () => {
  const axis = axisOf([130, 150, 165], 250);
  assert.ok(axis.ticks.every((tick) => tick % 50 === 0 && tick !== 250));
  assert.ok(place(axis, 130) > 0 && place(axis, 250) < 100);
  assert.ok(place(axis, 130) < place(axis, 165));
  assert.equal(axisOf([], null), null);
  assert.ok(axisOf([100], null).high > 100);
});

const MOVES = [
  { by: "provider", kind: "first", price: 165, turn: 1 },
  { by: "agent", kind: "counter", price: 120, turn: 2 },
  { by: "provider", kind: "counter", price: 150, turn: 3 },
];

test("a call is two lines, and they meet where it was agreed", () => {
  const ladder = ladderOf(MOVES);
  assert.deepEqual(
    ladder.theirs.map((point) => point.price),
    [165, 150],
  );
  assert.deepEqual(
    ladder.ours.map((point) => point.y),
    [1],
  );
  assert.equal(ladder.agreed, null);
  assert.equal(
    ladderOf([...MOVES, { by: "provider", kind: "agreed", price: 135, turn: 5 }]).agreed,
    135,
  );
  assert.equal(ladderOf([]), null);
  assert.equal(
    steps(
      [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      ({ x, y }) => [10 * x, 10 * y],
    ),
    "M0.0 0.0H10.0V10.0",
  );
});

const provider = (id, changes) => ({
  ...{ id, name: `P${id}`, phone: null, estimated_price: null, negotiated_price: null },
  ...{ call_status: null, outcome: null, last_offer: null, notes: null, source: "sample" },
  ...{ distance_miles: null, can_retry: false },
  ...changes,
});
const call = (provider_id, stage, changes) => ({
  ...{ provider_id, attempt: 1, stage, outcome: null, asked_at: null, opens_at: null },
  ...{ dialled_at: null, answered_at: null, ended_at: null, estimated_price: null },
  ...{ negotiated_price: null, transcript: [], moves: [] },
  ...changes,
});

test("rows stand as they were found, whatever their calls do", () => {
  const rows = rowsOf(
    [provider(1), provider(2), provider(3)],
    [
      call(3, "talking", { moves: MOVES }),
      call(1, "over", { outcome: "agreed", estimated_price: 140, negotiated_price: 130 }),
    ],
  );
  assert.deepEqual(
    rows.map((row) => [row.id, row.state, row.first, row.now]),
    [
      [1, "agreed", 140, 130],
      [2, "found", null, null],
      [3, "talking", 165, 150],
    ],
  );
  const seen = progressOf(rows);
  assert.deepEqual([seen.asked, seen.over, seen.talking, seen.isDone], [2, 1, 1, false]);
  assert.equal(lookedAt(rows, null, 1).id, 3);
  assert.equal(lookedAt(rows, 2, 1).id, 2);
});

test("a call lasts from the answer to its end", () => {
  const over = call(1, "over", {
    answered_at: "2026-11-26T10:00:00Z",
    ended_at: "2026-11-26T10:01:31Z",
  });
  assert.equal(lasts(over, 0), 91);
  assert.equal(lasts(call(1, "over", { dialled_at: "2026-11-26T10:00:00Z" }), 0), null);
  assert.equal(
    lasts(
      call(1, "ringing", { dialled_at: "2026-11-26T10:00:00Z" }),
      Date.parse("2026-11-26T10:00:06Z"),
    ),
    6,
  );
});

test("a table is one for spreadsheets, and runs no stranger's formula", () => {
  assert.equal(
    csv([
      ["a", 1, null],
      ['b "c", d', -2.5, "=HYPERLINK()"],
    ]),
    '\ufeffa,1,\r\n"b ""c"", d",-2.5,\'=HYPERLINK()\r\n',
  );
});

test("a day in the calendar keeps to the letter of its standard", () => {
  const text = calendar({
    uid: "1@q",
    day: "2026-12-31",
    title: "A; b, c",
    text: "ü".repeat(80),
    now: new Date(0),
  });
  assert.ok(text.includes("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
  assert.ok(text.includes("SUMMARY:A\\; b\\, c\r\n"));
  assert.ok(text.split("\r\n").every((line) => new TextEncoder().encode(line).length <= 75));
  assert.ok(text.replaceAll("\r\n ", "").includes("ü".repeat(80)));
});
