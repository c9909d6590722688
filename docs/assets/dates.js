// What a page shows of a plan: dates beside relative times, and what today brings.
import { add, amount, firstFree, hours, parse, put, resolve, say, sayRange, today, windows } from "./plan.js";

export const rules = JSON.parse(document.querySelector("#plan-data").textContent);
const { says, ordinals } = rules;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => within.querySelectorAll(selector);
/** A new element with texts or parts of ours in it. */
export const make = (name, className, ...parts) => {
  const element = Object.assign(document.createElement(name), { className });
  element.append(...parts);
  return element;
};
/** Fill a list; an empty one is hidden. */
export const list = (element, texts) => {
  element.hidden = !texts.length;
  element.replaceChildren(...texts.map((text) => make("li", "", text)));
};

const course = ({ sessions, gap }) =>
  [sessions && amount({ count: sessions, unit: "s" }), gap && put(says.apart, amount(gap))].filter(Boolean).join(", ");

/** Put dates beside the relative times, for one session. */
export function fill(plan, session) {
  for (const old of all(".real")) {
    old.parentNode.classList.remove("dated");
    old.remove();
  }
  for (const place of all("[data-at], [data-own]")) {
    const { at = "", own } = place.dataset, time = plan.times[own];
    const table = place.closest("table[id^='course-']")?.id.slice(7), sessions = +table || plan.sessions;
    if (!(at || time) || (plan.sessions && sessions !== plan.sessions)) continue;
    const days = resolve(at, own, { ...plan, sessions }, rules, session);
    // While a session has no day of its own: before it the earliest counts, after it the latest.
    const one = at.includes("..") ? "" : { "s-": "earliest", "s+": "latest", "": "latest" }[at.slice(0, 2)];
    const date = days && (one ? say(days[one]) : sayRange(days));
    // The weeks of a course table are those of the usual gap.
    const other = +table && (plan.gap || Object.keys(plan.moved).length);
    // What it says of the time is then the clinic's own; what is usual stands in the panel.
    const { dataset, firstChild } = place, limit = rules.times[own];
    if (limit && firstChild) {
      dataset.said ??= firstChild.data;
      const theirs = time && (limit.when === "after" ? put(says.free, firstFree(time)) : put(says.start, amount(time)));
      firstChild.data = !time ? dataset.said : /^[a-z]/.test(dataset.said) ? theirs.toLowerCase() : theirs;
    }
    const words = [date && put(other ? says.instead : "#", date), time && !place.closest(".sheet-paper") && put(says.own, amount(time))];
    if (!(days || time)) continue;
    place.classList.add("dated");
    place.append(make("span", "real", place.closest(".limit") ? ", " : " ", words.filter(Boolean).join(", ")));
  }
  for (const place of all("[data-clinic]")) {
    const time = plan.times[place.dataset.clinic];
    place.textContent = place.dataset.clinic === "course" ? course(plan) : time ? amount(time) : "";
  }
  for (const row of all("[data-session]")) row.hidden = plan.sessions && row.dataset.session > plan.sessions;
}

/** Mark a day of the session, or a month after the last, on the timeline. */
function mark(name, value, words) {
  for (const kind of ["g", "li"]) {
    const points = [...all(`#timeline-chart ${kind}[data-${name}]`)];
    const at = points.findLastIndex((point) => point.dataset[name] <= value);
    if (!points[at]) continue;
    if (kind === "li") points[at].prepend(make("p", "scripted today", words));
    else {
      const [from, to = from] = points.slice(at, at + 2).map((point) => [+point.dataset[name], +one("line", point).getAttribute("x1")]);
      const group = points[at].cloneNode(true), text = one("text", group), line = one("line", group);
      const x = from[1] + ((to[1] - from[1]) * (value - from[0])) / (to[0] - from[0] || 1);
      text.textContent = says.today;
      for (const [part, key, where] of [[line, "x1", x], [line, "x2", x], [text, "x", x], [text, "y", +line.getAttribute("y2") + 16]]) part.setAttribute(key, where);
      group.setAttribute("class", "scripted today");
      points[at].after(group);
    }
  }
}

/** Say what today brings. */
function tell(panel, plan, days, number, now) {
  const date = days[Math.max(number, 1) - 1].latest, since = now - date, last = number === plan.sessions;
  const stage = rules.stages.findLast(
    ({ from, months }) => since >= from && (months === undefined || (last && now >= add(date, months, "m"))),
  );
  const { id = "before", months } = stage ?? {};
  const title =
    !number ? put(says.before, amount({ count: -since, unit: "d" }))
    : months !== undefined ? put(says.after, amount({ count: Math.floor(since / 7), unit: "w" }))
    : put(since ? says.day : says.dayOf, ...(since ? [since] : []), ordinals[number - 1]);
  Object.assign(one("[data-title]", panel), { id: "today", textContent: title });
  const next = days[number];
  const check = rules.checks.map(([name, at]) => [name, resolve(at, "", plan, rules, 1)]).find(([, window]) => window?.latest >= now);
  // Once the next session may have been, nobody knows which day it is; after the last check there is no more to say.
  const known = next ? next.earliest > now : check || months === undefined;
  for (const part of all("[data-stage]", panel)) if (!known || part.dataset.stage !== id) part.remove();
  const leave = rules.leave.filter(({ id, free, never, from = 0 }) => since >= from && (never || since < (firstFree(plan.times[id]) ?? free ?? Infinity)));
  for (const place of all("[data-leave]", panel)) place.textContent = leave.map(({ name }) => name).join(", ").replace(/, ([^,]*)$/, " and $1");
  const stops = rules.stop.filter(([id, , day]) => {
    const time = plan.times[id];
    return number && next?.earliest > now && next.earliest + (time ? -Math.ceil(hours(time) / 24) : day) <= now;
  });
  one("[data-soon]", panel).textContent = stops.length ? put(says.soon, stops.map(([, topic]) => topic.toLowerCase()).join("; ")) : "";
  one("[data-next]", panel).textContent =
    next ? put(next.earliest <= now ? says.had : says.next, ordinals[number], sayRange(next))
    : check ? put(says.check, check[0].toLowerCase(), sayRange(check[1]))
    : says.over;
  if (months !== undefined) mark("months", rules.stages.filter(({ months }) => now >= add(date, months ?? 0, "m")).at(-1).months ?? 0, title);
  else if (number) mark("day", since, title);
}

/** Show a plan on this page. */
export async function show(text) {
  for (const old of all(".scripted:not(.lasts)")) old.remove();
  const { plan, faults } = parse(text || "1", rules);
  const { gap, first, own: mine } = plan, now = today(), days = windows(plan, rules);
  const number = days.findLastIndex(({ earliest, latest }) => earliest === latest && latest <= now) + 1;
  const next = days.findIndex(({ latest }) => latest >= now) + 1 || days.length;
  let session = one("#countdown-table, #sheet-stop") ? next : number || 1;
  const home = one("#my-dates-panel");
  if (text) {
    const panel = one("#plan-panel").content.firstElementChild.cloneNode(true);
    (home ?? one("article h1"))[home ? "prepend" : "after"](panel);
    if (first && rules.stages) tell(panel, plan, days, number, now);
    else one("[data-today]", panel)?.remove();
    if (home) one("[data-change]", panel).remove();
    const what = course(plan);
    one("[data-plan]", panel).textContent = first || what || mine ? put(mine ? says.mine : says.link, what || says.usualPlan) : "";
    const side = one("#sheet-stop") ? "before" : one("#sheet-free") && "after";
    const own = Object.entries(plan.times).map(([id, time]) => [rules.times[id], amount(time)]).filter(([{ when }]) => !side || when === side);
    list(one("[data-times]", panel), own.map(([{ topic, when, usual }, time]) => put(says.usual, topic, when, time, usual)));
    const after = own.filter(([{ when }]) => when === "after").map(([{ topic }, time]) => `${topic}: ${time}`);
    const theirs = [gap && course({ gap }), ...after].filter(Boolean).join("; ");
    if (theirs) for (const part of all("#timeline-chart, .table:has(> #timeline-table)")) part.before(make("p", "scripted theirs", put(says.theirs, theirs)));
    list(one("[data-faults]", panel), home || !faults.length ? [] : [says.wrong, ...new Set(faults.map(({ words }) => words))]);
  }
  const tables = [...all("#countdown-table, #timeline-table, #when-can-i-table, #sheet-stop, #sheet-free")];
  const places = tables.map((table) => table.parentNode);
  if (!places.length && one(".limit [data-at]")) places.push(one(".plan-panel [data-change]"));
  for (const place of places) {
    if (days.length < 2) break;
    const pick = make("select", "", ...days.map((_, at) => new Option(at + 1)));
    pick.value = session;
    pick.onchange = () => {
      session = pick.value;
      for (const other of all(".pick select")) other.value = session;
      fill(plan, +session);
      one("article [role=status]").textContent = put(says.picked, session);
    };
    place.before(make("label", "scripted pick", `${says.pick} `, pick));
  }
  if (home) (await import("./form.js")).open(home, plan, faults, text);
  fill(plan, session);
}
