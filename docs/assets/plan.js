// A plan of dates (its grammar: macros/plan.py). A day is a count of days since 1970-01-01, so no time zone touches it.
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WEEK = "Thursday Friday Saturday Sunday Monday Tuesday Wednesday".split(" "); // 1970 began on a Thursday
const DAYS = { h: 1 / 24, d: 1, w: 7, m: 31 };
const UNITS = { h: "hour", d: "day", w: "week", m: "month", s: "session" };

const date = (day) => new Date(day * 864e5);
const year = (day) => date(day).getUTCFullYear();
const short = (day) => `${WEEK[day % 7]}, ${MONTHS[date(day).getUTCMonth()]} ${date(day).getUTCDate()}`;
const within = (value, [low, high]) => value >= low && value <= high;

export const today = (now = new Date()) => Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 864e5;
export const iso = (day) => date(day).toISOString().slice(0, 10);
/** The day of an ISO date, false if there is none. */
export const read = (text) => {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) && Date.parse(text) / 864e5;
  return day && iso(day) === text && day;
};
export const say = (day) => `${short(day)}, ${year(day)}`;
export const sayRange = ({ earliest, latest }) =>
  earliest === latest ? say(latest) : `${(year(earliest) === year(latest) ? short : say)(earliest)} to ${say(latest)}`;
/** A span or a clinic's own time in words: "4 to 6 weeks". */
export const amount = ({ count, low = count, high = low, unit }) =>
  `${low < high ? `${low} to ` : ""}${high} ${UNITS[unit]}${high > 1 ? "s" : ""}`;
/** A text of the rules, its "#" filled in one after the other. */
export const put = (text, ...values) => text.replace(/#/g, () => values.shift());

/** What stands after "#": an id, and a plan or null. Some programs write "~" as "%7E". */
export const split = (hash) => {
  const [, id, text] = /^#?(.*?)(?:(?:~|%7e)(.*))?$/is.exec(hash);
  return { id, text: text || null };
};
/** "5w", "4-6w" or "2m" as a span, undefined if it is none. */
export const span = (text) => {
  const [, low, high = low, unit] = /^([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?([hdwm])$/.exec(text) ?? [];
  return +low <= +high ? { low: +low, high: +high, unit } : undefined;
};
export const hours = ({ count, unit }) => count * DAYS[unit] * 24;
/** The first whole day after a clinic's own time, undefined without one. */
export const firstFree = (time) => time && 1 + Math.ceil(hours(time) / 24);

/** Read a plan. What is wrong is left out, and said in `faults`. */
export function parse(text, rules) {
  const plan = { first: null, sessions: null, gap: null, moved: {}, times: {}, course: null, own: false };
  const faults = [], most = rules.sessions[1];
  const holds = (good, field, says = field, number) => {
    if (!good) faults.push({ field, number, words: put(rules.says[says], number, number - 1) });
    return good;
  };
  const near = (text, field, number) => {
    const day = read(text);
    return holds(day, field, "date", number) && holds(Math.abs(day - today()) <= rules.farYears * 366, field, "far", number) && day;
  };
  const readers = {
    d: ["first", (text) => near(text, "first", 1)],
    s: ["sessions", (text) => holds(/^\d$/.test(text) && within(text, rules.sessions), "sessions") && +text],
    g: ["gap", (text, _, gap = span(text)) => {
      const fits = ({ low, high, unit }) => unit !== "h" && within(low * DAYS[unit], rules.gapDays) && within(high * DAYS[unit], rules.gapDays);
      return holds(gap && fits(gap), "gap") && gap;
    }],
    m: ["moved", (text, id) => near(text, "moved", +id)],
    l: ["times", (text, id) => {
      const { low: count, high, unit } = span(text) ?? {}, time = { count, unit };
      return holds(Object.hasOwn(rules.times, id), "part") && holds(count === high && within(hours(time), rules.timeHours), "times") && time;
    }],
    k: ["course", (text) => {
      const [number, revision, sessions] = text.split("-").map(Number);
      return holds(/^\d{1,12}-\d{1,6}-\d$/.test(text), "part") && { number, revision, sessions };
    }],
    o: ["own", (text) => holds(!text, "part")],
  };
  const [version, ...parts] = text.length > 999 ? [] : text.split(".");
  if (holds(version === "1", "version"))
    for (const part of parts) {
      const [, head = "", rest] = /^([dsgko]|m\d-|l[a-z-]+_)(.*)$/s.exec(part) ?? [];
      const [field, reader] = readers[head[0]] ?? ["", () => holds(false, "part")];
      const id = head.slice(1, -1), place = id ? plan[field] : plan, key = id || field;
      const value = holds(!place[key], "part", "twice") && reader(rest, id);
      if (value) place[key] = value;
    }
  for (const [id, day] of Object.entries(plan.moved)) {
    const [before] = windows({ ...plan, sessions: id - 1 }, rules).slice(-1);
    if (
      !holds(before && id <= (plan.sessions ?? most), "moved", "alone", +id) ||
      !holds(day > before.earliest, "moved", "order", +id)
    )
      delete plan.moved[id];
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
    ...each(moved, ([number, day]) => day && `m${number}-${iso(day)}`),
    ...each(times, ([id, { count, unit }]) => `l${id}_${count}${unit}`),
    course && `k${course.number}-${course.revision}-${course.sessions}`,
    own && "o",
  ].filter(Boolean).join(".");

/** A day later by days, weeks or months; the end of the month if it has no such day. */
export const add = (day, count, unit) => {
  const [y, m, d] = [year(day), date(day).getUTCMonth() + count, date(day).getUTCDate()];
  return unit === "m" ? Math.min(Date.UTC(y, m, d), Date.UTC(y, m + 1, 0)) / 864e5 : day + count * DAYS[unit];
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
  // Of several limits the longest counts: a clinic's own time, or else the usual one.
  const ids = own?.split(" ") ?? [], frees = ids.map((id) => firstFree(plan.times[id]));
  if (frees.some(Boolean)) {
    const [, anchor = "s", usual = 0] = /^([sc]\d*)?(?:[+-](\d+))?/.exec(at), after = rules.times[ids[0]].when === "after";
    at = `${anchor}${after ? "+" : "-"}${Math.max(...frees.map((free) => (free ? free - !after : usual)))}`;
  }
  const [points, end] = at.split(":");
  const found = points.split("..").map((point) => {
    const [, anchor, number, count = 0, months] = /^(.)(\d*)([+-]\d+)?(m?)$/.exec(point);
    const next = list[session] ?? (here && shift(here, high, high, unit));
    const from = { s: here, c: list[number - 1], l: list[plan.sessions - 1], n: next }[anchor];
    return from && shift(from, +count, +count, months || "d");
  });
  if (!found.every(Boolean)) return null;
  let { earliest } = found[0], { latest } = found.at(-1);
  if (end === "e") latest = earliest;
  if (end === "l") earliest = latest;
  return earliest > latest ? null : { earliest, latest };
}
