import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../html.js";

/** The small parts that every screen is made of. */

/** @typedef {import("preact").ComponentChildren} Children */

const ICONS = /** @type {Record<string, string>} */ ({
  check: "M5 12.5l4.5 4.5L19 7.5",
  wave: "M4 10v4M8 7v10M12 4.5v15M16 8v8M20 10.5v3",
  tag: "M4 4h7.5L20 12.5 12.5 20 4 11.5zM8 8h.01",
  phone:
    "M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5L16 13l4 1.5v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4z",
  ring: "M6 5.5h2.8l1.3 3.6-1.8 1.4a10 10 0 0 0 5.2 5.2l1.4-1.8 3.6 1.3V18a1.8 1.8 0 0 1-2 1.8A14.5 14.5 0 0 1 4.2 7.5 1.8 1.8 0 0 1 6 5.5zM14 5a5 5 0 0 1 5 5M14 8.3A1.8 1.8 0 0 1 15.7 10",
  tape: "M6.5 15.5a3.5 3.5 0 1 1 0-7 3.5 3.5 0 0 1 0 7zM17.5 15.5a3.5 3.5 0 1 1 0-7 3.5 3.5 0 0 1 0 7zM6.5 15.5h11",
  none: "M6 6l12 12M18 6L6 18",
  wait: "M12 7v5l3 2M12 20.5a8.5 8.5 0 1 1 0-17 8.5 8.5 0 0 1 0 17z",
  stop: "M7 7h10v10H7z",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4",
  link: "M10 14a4 4 0 0 0 6 .4l2.5-2.5a4 4 0 0 0-5.7-5.7L11.5 7.5M14 10a4 4 0 0 0-6-.4l-2.5 2.5a4 4 0 0 0 5.7 5.7l1.3-1.3",
  print: "M7 9V4h10v5M7 17H4.5V9.5h15V17H17M7 14h10v6H7z",
  down: "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 19.5h14",
  day: "M5 6.5h14v13H5zM5 10.5h14M9 4v4M15 4v4",
  right: "M9.5 6l6 6-6 6",
  open: "M6 9.5l6 6 6-6",
});

/** @param {{name: string, size?: number}} props A sign beside a word, never in its place. */
export function Icon({ name, size = 20 }) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;
}

/**
 * @param {{children?: Children, onPress?: () => void, look?: string, icon?: string, small?: boolean,
 *   type?: "button" | "submit", busy?: boolean, label?: string, pressed?: boolean}} props
 * Never disabled: while it works a second press does nothing.
 */
export function Button({
  children,
  onPress,
  look = "plain",
  icon,
  type,
  busy,
  label,
  small,
  pressed,
}) {
  const press = () => busy || onPress?.();
  return html`<button type=${type ?? "button"} class=${`button ${look}${small ? " small" : ""}`}
    aria-label=${label} aria-busy=${busy ? "true" : undefined} aria-pressed=${pressed}
    onClick=${type === "submit" ? undefined : press}>${icon && Icon({ name: icon })}${children}</button>`;
}

/** @param {{children?: Children, focus?: boolean}} props The heading of a screen: focus goes here. */
export function Heading({ children, focus = true }) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (focus && document.body.dataset.moved) ref.current?.focus();
    document.body.dataset.moved = "yes";
  }, []);
  return html`<h1 tabindex="-1" ref=${ref}>${children}</h1>`;
}

/** @param {{id: string, label: string, hint?: string, error?: string, children?: Children}} props */
export function Field({ id, label, hint, error, children }) {
  return html`<div class=${error ? "field wrong" : "field"}>
    <label for=${id}>${label}</label>${children}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}
  </div>`;
}

/** @param {string} id @param {string} [error] @param {string} [hint] What describes a field. */
export function described(id, error, hint) {
  const by = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { id, "aria-describedby": by || undefined, "aria-invalid": error ? "true" : undefined };
}

/**
 * One of several, as chips.
 * @param {{id: string, legend: string, hint?: string, error?: string, value: string,
 *   options: [string, string][], onPick: (value: string) => void, children?: Children}} props
 */
export function Choices({ id, legend, hint, error, value, options, onPick, children }) {
  return html`<fieldset class=${error ? "field wrong" : "field"} id=${id} tabindex="-1"
    aria-describedby=${described(id, error, hint)["aria-describedby"]}>
    <legend>${legend}</legend>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    <div class="chips">${options.map(
      ([
        name,
        words,
      ]) => html`<label class="chip" key=${name}><input type="radio" name=${id} value=${name}
        checked=${value === name} onChange=${() => onPick(name)} /><span>${words}</span></label>`,
    )}</div>
    ${children}
    ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}
  </fieldset>`;
}

/** @param {{children?: Children, tone?: string}} props */
export function Banner({ children, tone = "ring" }) {
  return html`<div class=${`banner ${tone}`}>${children}</div>`;
}

/**
 * Asks once more; the browser keeps the focus inside, and Escape says no.
 * @param {{title: string, text: string, yes: string, no: string, look?: string,
 *   onYes: () => void, onNo: () => void}} props
 */
export function Dialog({ title, text, yes, no, look = "danger", onYes, onNo }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  // Before the next paint: a key that is pressed at once must find it open.
  useLayoutEffect(() => ref.current?.showModal(), []);
  const close = (/** @type {() => void} */ then) => () => {
    ref.current?.close();
    then();
  };
  return html`<dialog ref=${ref} aria-labelledby="dialog-title" onCancel=${onNo}>
    <h2 id="dialog-title">${title}</h2><p>${text}</p>
    <div class="actions">
      ${Button({ children: yes, look, onPress: close(onYes) })}
      ${Button({ children: no, look: "plain", onPress: close(onNo) })}
    </div></dialog>`;
}
