// The chat's frame. What is written is kept in this browser until the server has it; what was said
// comes from the server. The parts: `calls` asks, `outbox` sends, `line` listens, `log` shows.
import { Calls } from "./chat/calls.js";
import { Choosing } from "./chat/choosing.js";
import { KeptFiles } from "./chat/kept-files.js";
import { Line } from "./chat/line.js";
import { Log } from "./chat/log.js";
import { Manners } from "./chat/manners.js";
import { Outbox } from "./chat/outbox.js";
import { Panel } from "./chat/panel.js";
import { ShownFiles } from "./chat/shown-files.js";
import { Store } from "./chat/store.js";

const setup = JSON.parse(document.getElementById("setup").textContent);
const root = document.documentElement;
root.style.setProperty("--accent", setup.colour);
root.style.setProperty("--on-accent", setup.onColour);

const note = decodeURIComponent(location.hash.slice(1));
const store = new Store(setup.base, note);
const calls = new Calls(setup, store, note);
const panel = new Panel(setup, store);
// Whoever is signed in need not say who they are; the server knows better in a moment.
panel.isKnown = Boolean(note);
const log = new Log(setup, panel, new ShownFiles(setup, calls, panel));
const kept = new KeptFiles(setup.base);
const choosing = new Choosing(setup, panel, kept);
const manners = new Manners(setup, calls, panel, log);
let since = 0;

async function look() {
  const news = await calls.load(since);
  if (!news) return;
  const added = log.show(news.lines);
  since = Math.max(since, ...news.lines.map((line) => line.at));
  outbox.settle(news.lines);
  outbox.kick();
  panel.stands(news.standing, news.isKnown, log.hasWords);
  panel.types(news.typing, setup.words);
  if (added) panel.counts(added);
  manners.read(since);
}

const outbox = new Outbox(setup, { calls, store, kept, log, panel, sent: () => (line.open(), look()) });
const line = new Line(calls, look);

panel.form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!choosing.isEmpty || panel.hasText) outbox.add(panel.take(), choosing.take());
});
panel.opened = () => (manners.read(since), meet());
calls.forgotten = () => outbox.send();
calls.closed = () => (line.close(), panel.close(), panel.notice(setup.words.gone));

// Whoever is signed in finds what they said elsewhere as soon as they look.
async function meet() {
  if (!note || store.token) return;
  await calls.begin().catch(() => {});
  listen();
}

function listen() {
  if (!store.token) return;
  line.open();
  look();
}

async function begin() {
  await calls.prove();
  outbox.restore();
  listen();
}

begin();
