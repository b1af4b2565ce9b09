// Local times of the project as numbers, so that no browser time zone can move a bar;
// and the addresses of its tasks.

export const DAY = 86_400_000;
const MINUTE = 60_000;

// In the addresses that the page gives, /0/ stands for the task.
export function addressOf(template, task) {
  return template.replace("/0/", `/${task.id}/`);
}

export function parse(text) {
  return Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text.slice(0, 16)}Z`);
}

export function format(time) {
  return new Date(time).toISOString().slice(0, 16);
}

export function dateOf(time) {
  return new Date(time).toISOString().slice(0, 10);
}

export function minuteOfDay(time) {
  return (((time % DAY) + DAY) % DAY) / MINUTE;
}

export function mondayBefore(time) {
  const day = Math.floor(time / DAY);
  const sinceMonday = (((day + 3) % 7) + 7) % 7;
  return (day - sinceMonday) * DAY;
}

// Plain English dates take the British order, as on the rest of the page.
export function words(spoken) {
  const lang = spoken === "en" ? "en-GB" : spoken;
  // Each form costs milliseconds to make, and a look at the plan needs only some of them.
  const form = (options) => {
    let formatter;
    return (time) => (formatter ??= new Intl.DateTimeFormat(lang, { timeZone: "UTC", ...options })).format(time);
  };
  return {
    day: form({ day: "numeric" }),
    weekday: form({ weekday: "narrow" }),
    date: form({ day: "numeric", month: "short" }),
    full: form({ weekday: "short", day: "numeric", month: "long", year: "numeric" }),
    month: form({ month: "short" }),
    monthYear: form({ month: "long", year: "numeric" }),
    year: form({ year: "numeric" }),
  };
}
