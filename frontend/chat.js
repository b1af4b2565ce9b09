// The chat's frame. What is written is kept in this browser until the server has it; what was said
// comes from the server. The parts: `calls` asks, `outbox` sends, `line` listens, `log` shows.
import { Calls } from "./chat/calls.js";
import { Line } from "./chat/line.js";
import { Log } from "./chat/log.js";
import { Manners } from "./chat/manners.js";
import { Outbox } from "./chat/outbox.js";
import { Panel } from "./chat/panel.js";
import { Store } from "./chat/store.js";

const setup = JSON.parse(document.getElementById("setup").textContent);
const root = document.documentElement;
root.style.setProperty("--accent", setup.colour);
root.style.setProperty("--on-accent", setup.onColour);

const store = new Store(setup.base);
const calls = new Calls(setup, store);
const panel = new Panel(setup, store);
const log = new Log(setup, panel);
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

const outbox = new Outbox(setup, { calls, store, log, panel, sent: () => (line.open(), look()) });
const line = new Line(calls, look);

panel.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = panel.take();
  if (text) outbox.add(text);
});
panel.opened = () => manners.read(since);
calls.forgotten = () => outbox.send();
calls.closed = () => (line.close(), panel.close(), panel.notice(setup.words.gone));

outbox.restore();
if (store.token) {
  line.open();
  look();
}
