// On a phone the rail scrolls sideways: show the place one is in.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
