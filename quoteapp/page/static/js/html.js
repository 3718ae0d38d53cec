import htm from "htm";
import { h } from "preact";

/**
 * HTML in a template. Our own components are written `h(Row, { … })`, which the type checker reads.
 * @type {(strings: TemplateStringsArray, ...values: unknown[]) => import("preact").VNode}
 */
export const html = /** @type {any} */ (htm.bind(/** @type {any} */ (h)));
export { h };
