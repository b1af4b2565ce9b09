// <alert-bell data-url>: the link to the list of alerts. Asks once a minute how much is new, and
// shows or sounds what interrupts just now, in one tab only.
import { load } from "../lib/http.js";

const EVERY = 60_000;
const SHOWN = "rapport:alerts-shown";
const MOST_REMEMBERED = 50;

class AlertBell extends HTMLElement {
  connectedCallback() {
    this.badge = this.querySelector("[data-count]");
    this.timer = setInterval(() => this.#ask(), EVERY);
    document.addEventListener("visibilitychange", this.#look);
    this.#ask();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.#look);
  }

  #look = () => document.hidden || this.#ask();

  async #ask() {
    let said;
    try {
      said = await load(this.dataset.url);
    } catch {
      return; // The next minute asks again.
    }
    if (!this.isConnected) return;
    this.badge.textContent = said.count > 99 ? "99+" : said.count || "";
    this.badge.hidden = !said.count;
    const fresh = said.news.filter(({ id }) => isFirstSeen(id));
    if (!fresh.length) return;
    if (said.sound) chime();
    if (said.desktop) for (const alert of fresh) show(alert);
  }
}

// Kept for all tabs of this browser, so that only one of them speaks.
function isFirstSeen(id) {
  const seen = JSON.parse(localStorage.getItem(SHOWN) ?? "[]");
  if (seen.includes(id)) return false;
  localStorage.setItem(SHOWN, JSON.stringify([...seen, id].slice(-MOST_REMEMBERED)));
  return true;
}

function show({ id, title, why, url }) {
  if (globalThis.Notification?.permission !== "granted") return;
  const shown = new Notification(title, { body: why, tag: `rapport-${id}` });
  shown.onclick = () => {
    window.focus();
    location.assign(url);
  };
}

function chime() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.6);
  tone.frequency.value = 660;
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.6);
}

customElements.define("alert-bell", AlertBell);
