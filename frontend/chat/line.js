// The line on which the server says that there is something to read. It is a stream that is read by
// hand, because an EventSource can send no header. Whenever it was down, one looks what was missed.

const PAUSES = [300, 600, 1200, 2500, 5000, 5000, 10000, 20000];
// The server gives a sign of life every twenty seconds.
const SILENCE = 50_000;

export class Line {
  #tries = 0;

  constructor(calls, heard) {
    this.calls = calls;
    this.heard = heard;
    addEventListener("online", () => this.#again(0));
    addEventListener("pageshow", ({ persisted }) => persisted && this.#again(0));
    addEventListener("pagehide", () => this.#drop());
  }

  open() {
    if (this.isWanted) return;
    this.isWanted = true;
    this.#listen();
  }

  close() {
    this.isWanted = false;
    this.#drop();
  }

  async #listen() {
    this.#drop();
    const held = (this.held = new AbortController());
    try {
      const answer = await this.calls.listen(held.signal);
      if (answer.status === 401 || answer.status === 410) return this.close();
      if (answer.ok && answer.status === 200) await this.#read(answer.body.getReader(), held);
    } catch {
      // The line is down; nothing is lost, for what was said is asked for.
    }
    if (this.isWanted && this.held === held) this.#again(PAUSES[Math.min(this.#tries, PAUSES.length - 1)]);
  }

  async #read(reader, held) {
    const decoder = new TextDecoder();
    let rest = "";
    this.heard();
    for (;;) {
      const timer = setTimeout(() => held.abort(), SILENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      this.#tries = 0;
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n\n");
      rest = parts.pop();
      if (parts.some((part) => part.startsWith("data:"))) this.heard();
    }
  }

  #again(pause) {
    if (!this.isWanted) return;
    this.#tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.isWanted && this.#listen(), pause);
  }

  #drop() {
    clearTimeout(this.timer);
    this.held?.abort();
    this.held = null;
  }
}
