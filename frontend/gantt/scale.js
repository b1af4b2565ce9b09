// From time to pixels and back. A day is as wide as its working hours: what starts when work
// starts begins at the day's edge, what ends when work ends reaches the other edge.
import { DAY, dateOf, minuteOfDay, mondayBefore, parse } from "./terms.js";

export const ZOOMS = { day: 40, week: 15, month: 4.4 };

export class Scale {
  constructor(plan, zoom) {
    this.zoom = zoom;
    this.px = ZOOMS[zoom];
    [this.open, this.close] = plan.facts.hours ?? [540, 1020];
    this.workdays = new Set(plan.facts.workdays ?? [1, 2, 3, 4, 5]);
    this.holidays = new Set(plan.facts.holidays ?? []);
    const [first, last] = reach(plan);
    this.span = (last - first) / DAY;
    this.origin = mondayBefore(first - 7 * DAY);
    this.days = Math.ceil((last - this.origin) / DAY) + 28;
    this.width = this.days * this.px;
  }

  x(time) {
    const day = Math.floor((time - this.origin) / DAY);
    const worked = (minuteOfDay(time) - this.open) / (this.close - this.open);
    return (day + Math.min(1, Math.max(0, worked))) * this.px;
  }

  box(start, finish) {
    const x = this.x(parse(start));
    return { x, width: Math.max(4, this.x(parse(finish)) - x) };
  }

  dayAt(x) {
    return Math.floor(x / this.px);
  }

  timeOf(day) {
    return this.origin + day * DAY;
  }

  isOff(day) {
    return !this.workdays.has((day % 7) + 1) || this.holidays.has(dateOf(this.timeOf(day)));
  }

  // Small marks and the larger ones above them, for the days in sight.
  ticks(from, to, words) {
    const minor = [];
    const major = [];
    for (let day = Math.max(0, from); day < Math.min(this.days, to); day += 1) {
      const time = this.timeOf(day);
      const date = new Date(time).getUTCDate();
      const x = day * this.px;
      if (this.zoom === "day") minor.push({ x, text: words.day(time), off: this.isOff(day) });
      if (this.zoom === "week" && day % 7 === 0) minor.push({ x, text: words.date(time) });
      if (this.zoom === "month" && date === 1) minor.push({ x, text: words.month(time) });
      const isMajor = date === 1 && (this.zoom !== "month" || new Date(time).getUTCMonth() === 0);
      if (isMajor || day === Math.max(0, from)) {
        major.push({ x, text: this.zoom === "month" ? words.year(time) : words.monthYear(time) });
      }
    }
    return { minor, major };
  }
}

// Moments as they are written come in the order of time, so only the outermost are parsed.
function reach({ facts, tasks }) {
  let first = facts.today;
  let last = facts.today;
  const take = (text) => {
    if (!text) return;
    if (text < first) first = text;
    if (text > last) last = text;
  };
  for (const { start, finish, baseline } of tasks) {
    take(start);
    take(finish);
    baseline?.forEach(take);
  }
  for (const { date } of facts.promises ?? []) take(date);
  take(facts.finish?.likely);
  return [parse(first), parse(last)];
}
