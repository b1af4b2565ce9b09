// Shows what is pushed to this browser while no page of ours is open. It looks after no page: its
// scope is the folder it lies in; it keeps nothing and asks for nothing.

self.addEventListener("push", (event) => {
  const { title = "Rapport", ...said } = read(event.data);
  const shown = { body: said.body, tag: said.tag, lang: said.lang, data: { url: said.url } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(here(event.notification.data?.url)));
});

// A browser wants every push to be seen, also one that says nothing.
function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

// Whatever was said, it leads to ourselves.
function here(url) {
  const wanted = new URL(url ?? "/", self.location.origin);
  return new URL(wanted.pathname + wanted.search, self.location.origin).href;
}

async function lead(url) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.find((page) => page.url.split("#")[0] === url);
  return open ? open.focus() : self.clients.openWindow(url);
}
