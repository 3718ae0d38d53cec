import { render } from "preact";
import { h } from "./html.js";
import { App } from "./screens/app.js";
import { follow } from "./state/place.js";
import { preferred, speak } from "./state/words.js";

await speak(preferred());
follow();
const page = /** @type {HTMLElement} */ (document.getElementById("page"));
page.replaceChildren();
render(h(App, {}), page);
