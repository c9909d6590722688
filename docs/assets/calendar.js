// The calendar file of a plan, and its dates as text. Structure and words stand in the page (macros/calendar.py).
import { format, iso, resolve, sayRange } from "./plan.js";

const put = (text, value) => text.replace(/{(.*?)}/g, (_, key) => value(key));
const order = (a, b) => a.earliest - b.earliest;

/** The entries of a plan. After a first file also those that it has no more, so that calendars drop them. */
function entries(template, plan, rules, base) {
  const { course, times } = plan, sessions = plan.sessions ?? template.sessions, found = {};
  const days = (key, number) => {
    const [at, own] = key.split("|"), all = { ...plan, sessions: Math.max(number, sessions) };
    const window = resolve(at, own, all, rules, number);
    return at.endsWith(":e") ? { ...window, latest: window.earliest } : window;
  };
  const fill = (text, number) => {
    const facts = { number, of: plan.sessions ? ` of ${sessions}` : "", base, plan: format(plan) };
    facts.next = number < sessions ? fill(template.next, number + 1) : "";
    return put(text, (key) => {
      const [at, own, words] = key.split("|"), theirs = times[own] ? template.own : "";
      return facts[at] ?? (at || theirs ? sayRange(days(key, number)) + theirs : words);
    }).replace(/\n+/g, "\n");
  };
  for (let number = 1; number <= sessions || (course?.revision && number <= course.sessions); number++) {
    const { earliest, latest } = days("s+0", number), exact = earliest === latest;
    const fits = { each: 1, exact, first: number < 2 && sessions > 1, last: number === plan.sessions };
    for (const { kind, when, at, words, open } of template.entries) {
      const id = /st$/.test(when) ? kind : `${number}-${kind}`; // once for the first or last session
      const gone = number > sessions || !fits[when];
      if (gone && (!course?.revision || found[id])) continue;
      const said = (gone ? template.gone : (!exact && open) || words).map((text) => fill(text, number));
      found[id] = { id, gone, said, ...at.map((key) => days(key, number)).sort(order)[0] };
    }
  }
  return Object.values(found).sort(order);
}

const compact = (day) => iso(day).replace(/-/g, "");
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
/** A line in pieces of at most 75 octets with their leading space; no letter and no escape is cut in two. */
const folded = (line) => {
  let size = 0;
  return line.replace(/\\?./gu, (part) => {
    const octets = part > "\x7f" ? 4 : part.length;
    size += octets;
    if (size < 75) return part;
    size = octets;
    return `\r\n ${part}`;
  });
};

/** The file, by RFC 5545. `plan.course` numbers it; `now` is a Date; `base` the guide's address with a slash. */
export function file(template, plan, rules, { clear, now, base }) {
  const [head, event, foot] = template.file, stamp = now.toISOString().replace(/[-:]|\..../g, "");
  const events = entries(template, plan, rules, base).map(({ id, gone, earliest, latest, said }) => {
    const values = { ...plan.course, id, stamp, start: compact(earliest), end: compact(latest + 1) };
    const words = { title: said[clear ? 0 : 1], text: said[2], status: gone ? "CANCELLED" : "CONFIRMED" };
    return put(event, (key) => values[key] ?? escaped(words[key]));
  });
  return [head, ...events, foot].join("").replace(/.+/g, folded);
}

/** Offer the file and the same dates as text in `container`; the plan is asked for anew each time. */
export function open(container, getPlan, setPlan, rules) {
  const template = JSON.parse(document.getElementById("calendar-data").textContent);
  const panel = document.getElementById("calendar-panel").content.firstElementChild.cloneNode(true);
  const part = (name) => panel.querySelector(name), base = new URL("..", import.meta.url).href;
  let last; // the plan of the last file that was made here
  const acts = {
    file(plan) {
      const text = format({ ...plan, course: null }), sessions = plan.sessions ?? template.sessions;
      const [number] = crypto.getRandomValues(new Uint32Array(1)), old = { number, revision: -1, sessions, ...plan.course };
      const course = { ...old, revision: old.revision + (text !== last), sessions: Math.max(old.sessions, sessions) };
      const how = { clear: part("[value=clear]").checked, now: new Date(), base };
      const made = file(template, { ...plan, course }, rules, how);
      const href = URL.createObjectURL(new Blob([made], { type: "text/calendar;charset=utf-8" }));
      Object.assign(document.createElement("a"), { href, download: "my-dates.ics" }).click();
      setTimeout(URL.revokeObjectURL, 6e4, href);
      last = text;
      setPlan({ ...plan, course });
    },
    text(plan) {
      const list = entries(template, { ...plan, course: null }, rules, base).map(({ said, ...days }) => {
        const lines = said[2].split("\n").filter((line, at) => at && !line.includes("~")); // no links
        return [`\n${sayRange(days)}: ${said[0]}`, ...lines].join("\n");
      });
      const area = part("textarea");
      area.value = [template.first, ...list].join("\n");
      area.hidden = false;
      area.select();
      return navigator.clipboard?.writeText(area.value).catch(() => "refused") ?? "refused";
    },
  };
  panel.onclick = async ({ target: { name } }) => {
    if (acts[name]) part("[role=status]").textContent = template.says[(await acts[name](getPlan())) ?? name];
  };
  container.replaceChildren(panel);
  part("input").focus();
}
