// <push-device data-worker data-key data-refused data-failed>: holds a form by which this browser is
// added to those that alert its owner. The button asks the browser's leave, has its push service
// give an address, and sends that. `data-digest` rows of the page whose browser this is are marked.

const FIELDS = ["endpoint", "p256dh", "auth"];

class PushDevice extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    if (!("serviceWorker" in navigator && "PushManager" in globalThis)) return this.#say("unable");
    this.form.addEventListener("submit", this.#add);
    const mine = await current();
    const row = mine && document.querySelector(`[data-device="${await digest(mine)}"]`);
    if (!row) {
      this.form.hidden = false;
      return;
    }
    row.querySelector("[data-this]").hidden = false;
    row.querySelector("[data-removal]").addEventListener("submit", async (event) => {
      event.preventDefault();
      await mine.unsubscribe();
      event.target.submit();
    });
  }

  #add = async (event) => {
    event.preventDefault();
    this.form.querySelector("button").disabled = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
      const given = await this.#subscribe();
      for (const name of FIELDS) this.form.elements[name].value = facts(given)[name];
      this.form.submit();
    } catch (error) {
      this.form.querySelector("button").disabled = false;
      this.#say(error.message === "refused" ? "refused" : "failed");
    }
  };

  async #subscribe() {
    const { pushManager } = await ready(await navigator.serviceWorker.register(this.dataset.worker));
    // One that was made under another key takes nothing of ours.
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.dataset.key });
  }

  #say(what) {
    const words = this.querySelector("[role=status]");
    words.textContent = this.dataset[what];
    words.hidden = false;
  }
}

// `navigator.serviceWorker.ready` waits for one that looks after this page; ours looks after none.
async function ready(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return registration;
  await new Promise((done) => {
    const look = () => worker.state === "activated" && done();
    worker.addEventListener("statechange", look);
    look();
  });
  return registration;
}

async function current() {
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    const found = await registration.pushManager.getSubscription();
    if (found) return found;
  }
  return null;
}

function facts(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, ...keys };
}

async function digest(subscription) {
  const told = facts(subscription);
  const said = new TextEncoder().encode(FIELDS.map((name) => told[name]).join("\n"));
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", said));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("push-device", PushDevice);
