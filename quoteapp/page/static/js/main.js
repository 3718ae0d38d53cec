import { render } from "preact";
import { h } from "./html.js";
import { App } from "./screens/app.js";
import { follow, learnLine } from "./state/place.js";
import { preferred, speak } from "./state/words.js";

await speak(preferred());
follow();
learnLine();
const page = /** @type {HTMLElement} */ (document.getElementById("page"));
page.replaceChildren();
render(h(App, {}), page);
