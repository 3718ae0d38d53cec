import { signal } from "@preact/signals";

/** Telling who looks elsewhere that it is done: title, sign, and, if they wish, a notification. */

/** The only scripts whose addresses are made here. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("quoteapp", {
  createScriptURL: (/** @type {string} */ url) => {
    if (url !== "/sw.js") throw new TypeError("Not a script of ours.");
    return url;
  },
});

export const willTell = signal(false);
/** @type {AudioContext | undefined} */
let audio;

export const mayTell = () => "Notification" in globalThis || "AudioContext" in globalThis;

/** Asked for by a press, as browsers want it: for leave to notify, and for sound. */
export async function tellLater() {
  willTell.value = !willTell.value;
  if (!willTell.value) return;
  audio ??= new AudioContext();
  if (!("Notification" in globalThis) || !navigator.serviceWorker) return;
  const leave = await Notification.requestPermission();
  const url = policy ? policy.createScriptURL("/sw.js") : "/sw.js";
  if (leave === "granted") await navigator.serviceWorker.register(url).catch(() => undefined);
}

/** @param {string} name Which sign the tab has. */
function sign(name) {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="icon"]'));
  if (link) link.href = link.href.replace(/\w+\.svg$/, `${name}.svg`);
}

/** @param {string} words */
export async function tell(words) {
  if (!document.hidden) return;
  document.title = `✓ ${document.title}`;
  sign("done");
  document.addEventListener("visibilitychange", () => sign("icon"), { once: true });
  const leave = "Notification" in globalThis && Notification.permission === "granted";
  if (!willTell.value || !leave) return;
  const worker = await navigator.serviceWorker.getRegistration();
  await worker?.showNotification("Quoteapp", { body: words, data: location.href });
}

/** Two soft tones. */
export function beep() {
  if (!audio) return;
  for (const [at, pitch] of [
    [0, 660],
    [0.18, 880],
  ]) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = pitch;
    volume.gain.value = 0.08;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.15);
  }
}
