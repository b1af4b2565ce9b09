// What a site's tag names: puts the chat's frame into the corner of the page, and no more. All that
// is said stays in the frame; the page learns only how much room it wants.
{
  const tag = document.currentScript;
  const src = new URL(tag.src);
  const base = src.href.slice(0, src.href.lastIndexOf("/") + 1);

  const place = (frame, styles) => {
    for (const [name, value] of Object.entries(styles)) frame.style.setProperty(name, value);
  };

  const closed = { inset: "auto 0 0 auto", width: "88px", height: "88px", "max-width": "100%", "max-height": "100%" };
  const open = { inset: "auto 0 0 auto", width: "420px", height: "680px", "max-width": "100%", "max-height": "100%" };
  const whole = { inset: "0", width: "100%", height: "100%" };

  const begin = () => {
    const frame = document.createElement("iframe");
    const asked = new URL(base);
    asked.searchParams.set("lang", tag.dataset.language || document.documentElement.lang || "");
    asked.searchParams.set("zone", Intl.DateTimeFormat().resolvedOptions().timeZone || "");
    // After the #, so that no log keeps who it is.
    if (tag.dataset.note) asked.hash = tag.dataset.note;
    frame.src = asked.href;
    frame.title = tag.dataset.title || "Chat";
    frame.referrerPolicy = "origin";
    place(frame, { position: "fixed", border: "0", "z-index": "2147483000", "color-scheme": "light dark", background: "transparent", ...closed });
    const small = matchMedia("(max-width: 520px)");
    let isOpen = false;
    const fit = () => place(frame, isOpen ? (small.matches ? whole : open) : closed);
    small.addEventListener("change", fit);
    addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== src.origin) return;
      if (event.data?.rapport !== "chat") return;
      isOpen = Boolean(event.data.open);
      if (typeof event.data.title === "string") frame.title = event.data.title.slice(0, 100);
      fit();
    });
    document.body.append(frame);
  };

  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
}
