// The form for the reader's own dates. What it holds goes through the address, so a link and the form say the same.
import { format, parse, put, windows } from "./plan.js";
import { list, rules } from "./dates.js";

const { says } = rules;
let box, plan;

/** Put another plan into the address; the page follows. */
function set(next, words) {
  history.pushState({ seen: true }, "", next ? `#my-dates~${format(next)}` : "#my-dates");
  dispatchEvent(new Event("hashchange"));
  box.nextElementSibling.textContent = words;
}

/** Say what is wrong: at its field, and all of it above. */
function report(faults) {
  list(box.querySelector(".errors"), [...new Set(faults.map(({ words }) => words))]);
  for (const part of box.querySelectorAll("[data-field]")) {
    const fault = faults.find(({ field }) => field === part.dataset.field), error = part.querySelector(".error");
    error.textContent = fault?.words ?? "";
    for (const control of part.querySelectorAll("input, select")) {
      control.setAttribute("aria-invalid", !!fault);
      control.setAttribute("aria-describedby", error.id);
    }
  }
}

/** The date in a form as it would stand in an address, right or wrong. */
const date = ({ year, month, day }) =>
  [year, month, day].map(({ value }) => value.trim().replace(/\D/g, "x").padStart(2, "0")).join("-");

/** Take what a form says together with the rest of the plan; if it cannot be used, say why and leave the plan. */
function take(kept, part, field) {
  const { plan: next, faults } = parse(`${format({ ...kept, own: true })}.${part}`, rules);
  const wrong = faults.filter((fault) => fault.field !== "moved" || field === "moved");
  if (!wrong.length) return set(next, says.changed), report(faults);
  report(wrong);
  box.querySelector(".errors").focus();
}

function build(place) {
  box = place.querySelector("template").content.firstElementChild.cloneNode(true);
  place.lastElementChild.before(box);
  const [first, move] = box.querySelectorAll("form");
  const press = (name, act) => (box.querySelector(`[name=${name}]`).onclick = act);
  first.onsubmit = (event) => {
    event.preventDefault();
    const { sessions, gap } = first;
    take({ ...plan, first: null, sessions: null, gap: null }, `d${date(first)}.s${sessions.value}${gap.value && `.g${gap.value}`}`);
  };
  const others = () => ({ ...plan, moved: { ...plan.moved, [move.number.value]: undefined } });
  move.onsubmit = (event) => {
    event.preventDefault();
    take(others(), `m${move.number.value}-${date(move)}`, "moved");
  };
  press("back", () => set(others(), says.changed));
  press("remove", () => {
    set(null, says.gone);
    first.reset();
    first.month.focus();
  });
  if (!document.querySelector("#calendar-data")) box.querySelector("[name=calendar]").remove();
  else
    press("calendar", async () => {
      const calendar = await import("./calendar.js");
      calendar.open(box.querySelector(".calendar"), () => plan, (next) => set(next, ""), rules);
    });
}

/** Show the form with what is known, and what was wrong in the address. */
export function open(place, known, faults) {
  if (!box) build(place);
  plan = known;
  const [first] = box.querySelectorAll("form");
  const days = windows(plan, rules);
  if (plan.first) [first.year.value, first.month.value, first.day.value] = new Date(plan.first * 864e5).toISOString().split(/\D/);
  if (plan.sessions) first.sessions.value = plan.sessions;
  first.gap.value = plan.gap ? format({ gap: plan.gap, moved: {}, times: {} }).slice(3) : "";
  box.querySelector(".course").hidden = !plan.first;
  const [least, most] = rules.gapDays;
  const odd = days.flatMap(({ earliest, latest }, at) => {
    const before = days[at - 1];
    return before && (latest - before.earliest < least || earliest - before.latest > most) ? put(says.odd, at + 1, at) : [];
  });
  list(box.querySelector(".odd"), odd);
  for (const option of box.querySelector("[name=number]")) option.hidden = option.disabled = plan.sessions && option.value > plan.sessions;
  report(faults);
}
