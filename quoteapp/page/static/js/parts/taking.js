import { calendar, csv } from "../pure/files.js";
import { money } from "../pure/wording.js";
import { t } from "../state/words.js";

/** @typedef {import("#api").Offer} Offer */
/** @typedef {import("#api").Job} Job */

/** @param {readonly Offer[]} offers */
export function table(offers) {
  const head = [
    "offers.rank",
    "offers.who",
    "offers.phone",
    "offers.first",
    "offers.now",
    "offers.saved",
    "offers.kind",
    "offers.notes",
  ];
  const rows = offers.map((offer) => [
    offer.rank,
    offer.name,
    offer.phone,
    offer.first_price,
    offer.price,
    offer.saved,
    t(`why.${offer.kind}`),
    offer.notes.map((note) => note.text).join(" "),
  ]);
  save("quotes.csv", "text/csv", csv([head.map((key) => t(key)), ...rows]));
}

/** @param {Job} job @param {Offer} offer */
export function day(job, offer) {
  const title = t("event.title", { task: t(`task.${job.task}`), name: offer.name });
  const text = t("event.text", {
    price: money(offer.price),
    work: job.original_query,
    phone: offer.phone ?? "",
  });
  const event = { uid: `${job.id}@quoteapp`, day: job.date_needed, title, text, now: new Date() };
  save("quoteapp.ics", "text/calendar", calendar(event));
}

/** @param {string} name @param {string} type @param {string} text */
function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
