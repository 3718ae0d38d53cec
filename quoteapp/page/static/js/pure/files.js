/** Files that a customer takes along: a table of the offers, and a day in the calendar. */

/** @typedef {import("#api").Offer} Offer */

const FORMULA = /^[=+\-@\t\r]/;

/**
 * A table for spreadsheets (RFC 4180, with the mark that Excel wants for UTF-8). What begins like a
 * formula is given as text: it is a stranger's word.
 * @param {readonly (readonly (string | number | null)[])[]} rows
 */
export function csv(rows) {
  const lines = rows.map((row) => row.map(cell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** @param {string | number | null} value */
function cell(value) {
  const text = String(value ?? "");
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A day in the calendar (RFC 5545): all of it, for the time is still to be agreed.
 * @param {{uid: string, day: string, title: string, text: string, now: Date}} event
 */
export function calendar({ uid, day, title, text, now }) {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Quoteapp//Quoteapp//EN",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${`${now.toISOString().slice(0, 19)}Z`.replace(/[-:]/g, "")}`,
    `DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`,
    `DTEND;VALUE=DATE:${next.replaceAll("-", "")}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

/**
 * Lines of at most 75 bytes; a longer one goes on after a space.
 * @param {string} line
 */
function folded(line) {
  const parts = [""];
  let bytes = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (bytes + size > 74) {
      parts.push("");
      bytes = 1;
    }
    parts[parts.length - 1] += letter;
    bytes += size;
  }
  return parts.join("\r\n ");
}
