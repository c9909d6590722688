// The calendar file of a plan, and its dates as text. Structure and words stand in the page (macros/calendar.py).
import { format, iso, resolve, sayRange } from "./plan.js";

const put = (text, value) => text.replace(/{(.*?)}/g, (_, key) => value(key));
const order = (a, b) => a.earliest - b.earliest;

/** The entries of a plan. From the second file on also those that it has no more, so that calendars drop them. */
function entries(template, plan, rules, base) {
  const { course, times } = plan, sessions = plan.sessions ?? template.sessions;
  const again = course?.revision && Math.min(course.sessions, rules.sessions[1]), found = {};
  const days = (key, number) => {
    const [at, own] = key.split("|"), all = { ...plan, sessions: Math.max(number, sessions) };
    const window = resolve(at, own, all, rules, number);
    return at.endsWith(":e") ? { ...window, latest: window.earliest } : window;
  };
  const fill = (text, number) => {
    const of = plan.sessions ? ` of ${sessions}` : "", facts = { number, of, base, plan: format(plan) };
    const value = (key) => {
      const [at, own, words] = key.split("|"), theirs = times[own] ? template.own : "";
      return facts[at] ?? (at || theirs ? sayRange(days(key, number)) + theirs : words);
    };
    facts.next = number < sessions ? fill(template.next, number + 1) : "";
    return put(text, value).replace(/\n+/g, "\n");
  };
  for (let number = 1; number <= sessions || number <= again; number++) {
    const { earliest, latest } = days("s+0", number), exact = earliest === latest;
    const fits = { each: true, exact, first: number === 1 && sessions > 1, last: number === plan.sessions };
    for (const { kind, when, at, words, open } of template.entries) {
      const id = /st$/.test(when) ? kind : `${number}-${kind}`; // first and last: one of a kind
      const gone = number > sessions || !fits[when];
      const said = gone ? template.gone : (!exact && open) || words;
      if (!gone || (again && !found[id]))
        found[id] = { id, gone, said: said.map((x) => fill(x, number)), ...at.map((x) => days(x, number)).sort(order)[0] };
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
    const octets = part > "\x7f" ? 4 : part.length, full = size + octets > 74;
    size = full ? octets : size + octets;
    return full ? `\r\n ${part}` : part;
  });
};

/** The file, by RFC 5545. `plan.course` numbers it; `now` is a Date; `base` the guide's address with a slash. */
export function file(template, plan, rules, { clear, now, base }) {
  const [head, event, foot] = template.file, { number, revision } = plan.course;
  const stamp = now.toISOString().replace(/[-:]|\..../g, "");
  const events = entries(template, plan, rules, base).map(({ id, gone, earliest, latest, said }) => {
    const [title, text] = [said[+!clear], said[2]].map(escaped), status = gone ? "CANCELLED" : "CONFIRMED";
    const start = compact(earliest), end = compact(latest + 1);
    return put(event, (key) => ({ number, id, revision, stamp, status, start, end, title, text })[key]);
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
      const [number] = crypto.getRandomValues(new Uint32Array(1)), old = plan.course ?? { number, revision: -1, sessions };
      const revision = old.revision + (text !== last);
      plan = { ...plan, course: { number: old.number, revision, sessions: Math.max(old.sessions, sessions) } };
      const made = file(template, plan, rules, { clear: part("[value=clear]").checked, now: new Date(), base });
      const href = URL.createObjectURL(new Blob([made], { type: "text/calendar;charset=utf-8" }));
      Object.assign(document.createElement("a"), { href, download: "my-dates.ics" }).click();
      setTimeout(URL.revokeObjectURL, 6e4, href);
      setPlan(plan);
      last = text;
    },
    text(plan) {
      const area = part("textarea"), lines = entries(template, { ...plan, course: null }, rules, base).map(
        ({ said, ...days }) => [`\n${sayRange(days)}: ${said[0]}`, ...(said[2].match(/^- .*/gm) ?? [])].join("\n"),
      );
      area.value = [template.first, ...lines].join("\n");
      area.parentElement.hidden = false;
      area.select();
      return navigator.clipboard?.writeText(area.value).then(() => "text", () => "refused") ?? "refused";
    },
  };
  panel.onclick = async ({ target: { name } }) => {
    if (!acts[name]) return;
    const plan = getPlan(), said = plan.first == null ? "first" : ((await acts[name](plan)) ?? name);
    part("[role=status]").textContent = template.says[said];
  };
  container.replaceChildren(panel);
}
