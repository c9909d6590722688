// A plan of dates, in an address and out of it (grammar: macros/plan.py). A day counts from 1970-01-01: no time zones.
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEK = "Thursday Friday Saturday Sunday Monday Tuesday Wednesday".split(" "); // 1970 began on a Thursday
const DAYS = { h: 1 / 24, d: 1, w: 7, m: 31 };

const date = (day) => new Date(day * 864e5);
export const iso = (day) => date(day).toISOString().slice(0, 10);
export const today = (now = new Date()) => Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5;
/** The day of an ISO date, undefined if there is none. */
export const read = (text) => {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) && Date.parse(text) / 864e5;
  return day && iso(day) === text ? day : undefined;
};

const year = (day) => date(day).getUTCFullYear();
const short = (day) => `${WEEK[day % 7]}, ${MONTHS[date(day).getUTCMonth()]} ${date(day).getUTCDate()}`;
export const say = (day) => `${short(day)}, ${year(day)}`;
export const sayRange = ({ earliest, latest }) =>
  earliest === latest ? say(latest) : `${(year(earliest) === year(latest) ? short : say)(earliest)} to ${say(latest)}`;

/** What stands after "#": an id, and a plan or null. Some programs write "~" as "%7E". */
export const split = (hash) => {
  const [, id, text] = /^#?(.*?)(?:(?:~|%7e)(.*))?$/is.exec(hash);
  return { id, text: text || null };
};

/** A span such as "5w", "4-6w" or "2m", undefined if it is none. */
export const span = (text) => {
  const [, low, high = low, unit] = /^([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?([hdwm])$/.exec(text) ?? [];
  return +low <= +high ? { low: +low, high: +high, unit } : undefined;
};
export const hours = ({ count, unit }) => count * DAYS[unit] * 24;
/** The first whole day after a clinic's own time; nothing without one. */
export const firstFree = (time) => time && 1 + Math.ceil(hours(time) / 24);
const within = (value, [low, high]) => value >= low && value <= high;
export const gapFits = ({ low, high, unit }, { gapDays }) =>
  unit !== "h" && within(low * DAYS[unit], gapDays) && within(high * DAYS[unit], gapDays);

/** A text of the rules with its "#" filled in, in turn. */
export const put = (text, ...values) => text.replace(/#/g, () => values.shift());
/** A span, or a clinic's own time, in words: "4 to 6 weeks". */
export const amount = ({ count, low = count, high = low, unit }) =>
  `${low < high ? `${low} to ` : ""}${high} ${{ h: "hour", d: "day", w: "week", m: "month", s: "session" }[unit]}${high > 1 ? "s" : ""}`;

/** Read a plan. What is wrong is left out, and named in `faults`. */
export function parse(text, rules) {
  const plan = { first: null, sessions: null, gap: null, moved: {}, times: {}, course: null, own: false };
  const faults = [], seen = {}, dates = {};
  const holds = (good, field, says = field, number) => {
    if (!good) faults.push({ field, number, words: put(rules.says[says], number, number - 1) });
    return good;
  };
  const [version, ...parts] = text.length > 999 ? [] : text.split(".");
  if (holds(version === "1", "version"))
    for (const part of parts) {
      const [, m, l, key = m ?? l, rest] = /^(?:(m\d)-|(l[a-z-]+)_|([a-z]))(.*)$/s.exec(part) ?? [];
      const time = span(rest), id = key?.slice(1), own = { count: time?.low, unit: time?.unit };
      if (!holds(!key || !seen[key], "part", "twice")) continue;
      seen[key] = true;
      if (m || key === "d") dates[id || 1] = rest;
      else if (key === "s") {
        if (holds(/^\d$/.test(rest) && within(rest, rules.sessions), "sessions")) plan.sessions = +rest;
      } else if (key === "g") {
        if (holds(time && gapFits(time, rules), "gap")) plan.gap = time;
      } else if (l && Object.hasOwn(rules.times, id)) {
        if (holds(time?.low === time?.high && within(hours(own), rules.timeHours), "times")) plan.times[id] = own;
      } else if (part === "o") plan.own = true;
      else if (holds(/^k\d{1,12}-\d{1,6}-\d$/.test(part), "part")) {
        const [number, revision, sessions] = rest.split("-").map(Number);
        plan.course = { number, revision, sessions };
      }
    }
  for (const [key, text] of Object.entries(dates)) {
    const number = +key, day = read(text), field = number > 1 ? "moved" : "first";
    const before = number > 1 ? windows({ ...plan, sessions: number - 1 }, rules)[number - 2] : { earliest: 0 };
    if (
      holds(day, field, "date", number) &&
      holds(Math.abs(day - today()) <= rules.farYears * 366, field, "far", number) &&
      holds(before && number <= (plan.sessions ?? rules.sessions[1]), field, "alone", number) &&
      holds(day > before.earliest, field, "order", number)
    )
      if (number > 1) plan.moved[number] = day;
      else plan.first = day;
  }
  return { plan, faults };
}

const each = (entries, write) => Object.entries(entries).sort().map(write);
/** A plan as an address says it. */
export const format = ({ first, sessions, gap, moved, times, course, own }) =>
  [
    "1",
    first && `d${iso(first)}`,
    sessions && `s${sessions}`,
    gap && `g${gap.low}${gap.high > gap.low ? `-${gap.high}` : ""}${gap.unit}`,
    ...each(moved, ([number, day]) => `m${number}-${iso(day)}`),
    ...each(times, ([id, { count, unit }]) => `l${id}_${count}${unit}`),
    course && `k${course.number}-${course.revision}-${course.sessions}`,
    own && "o",
  ]
    .filter(Boolean)
    .join(".");

/** A day later by a count of d, w or m; the end of the month if it has no such day. */
export const add = (day, count, unit) => {
  if (unit !== "m") return day + count * DAYS[unit];
  const [y, m, d] = [year(day), date(day).getUTCMonth() + count, date(day).getUTCDate()];
  return Math.min(Date.UTC(y, m, d), Date.UTC(y, m + 1, 0)) / 864e5;
};
const shift = ({ earliest, latest }, low, high, unit) => ({ earliest: add(earliest, low, unit), latest: add(latest, high, unit) });

/** When each session falls; all there can be if their number is not known. */
export function windows({ first, sessions, gap, moved }, rules) {
  const { low, high, unit } = gap ?? span(rules.usualGap), list = [];
  for (let number = 1, since = 0, fixed = first; first && number <= (sessions ?? rules.sessions[1]); number++, since++) {
    if (moved[number]) [fixed, since] = [moved[number], 0];
    list.push(shift({ earliest: fixed, latest: fixed }, low * since, high * since, unit));
  }
  return list;
}

/** The days of an offset (`data-at`; `own` is its `data-own`) for a session, null if they are not known. */
export function resolve(at, own, plan, rules, session) {
  const list = windows(plan, rules), here = list[session - 1], { high, unit } = span(rules.usualGap);
  const free = firstFree(plan.times[own]);
  if (free) at = rules.times[own].when === "after" ? `s+${free}` : `s-${free - 1}`;
  const [points, end] = at.split(":");
  const found = points.split("..").map((point) => {
    const [, anchor, number, count, months] = /^(.)(\d*)([+-]\d+)?(m?)$/.exec(point);
    const next = list[session] ?? (here && shift(here, high, high, unit));
    const from = { s: here, c: list[number - 1], l: list[plan.sessions - 1], n: next }[anchor];
    return from && shift(from, +(count ?? 0), +(count ?? 0), months || "d");
  });
  if (!found.every(Boolean)) return null;
  let { earliest } = found[0], { latest } = found.at(-1);
  if (end === "e") latest = earliest;
  if (end === "l") earliest = latest;
  return earliest > latest ? null : { earliest, latest };
}
