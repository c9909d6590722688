// The link builder for clinics; its fields and words stand in a <template>, the places in a list.
import { format, hours, read, span, today } from "./plan.js";

const host = document.querySelector("[data-module=links]");
host.append(host.querySelector("template").content.cloneNode(true));
const form = host.querySelector("form"), says = form.dataset, one = (selector) => form.querySelector(selector);
const { find, to, sessions, gap, year, month, day, full, words } = form.elements;
const home = document.querySelector("[rel=canonical]")?.href ?? location.href;
const [status, result, code, sheets] = ["status", "result", "code", "sheets"].map((id) => one(`#link-${id}`));
const places = [...document.querySelectorAll(".addresses")].flatMap((section) => {
  const group = document.createElement("optgroup");
  group.label = section.firstElementChild.textContent;
  to.append(group);
  return [...section.querySelectorAll("li")].map((item) => {
    const link = item.querySelector("a"), option = new Option(link.textContent);
    group.append(option);
    const { page } = item.dataset, url = new URL(link.getAttribute("href"), home);
    url.hash = url.hash.slice(1).split("~")[0]; // it may carry this page's own plan
    return { item, link, option, url, page, image: item.querySelector("img") };
  });
});

/** Say at fields whether they are right, once they are left. */
function judge(good, error, ...fields) {
  const quiet = good || fields.includes(document.activeElement);
  for (const field of fields) field.setAttribute("aria-invalid", !quiet);
  error.hidden = quiet;
  return good;
}

/** Say it once. */
function tell(words) {
  if (status.textContent !== words) status.textContent = words;
}

/** The plan in the fields, null if one is wrong. */
function chosen() {
  const plan = { sessions: +sessions.value, gap: span(gap.value), moved: {}, times: {} };
  const [least, most] = says.hours.split(" ");
  let good = true;
  for (const row of form.querySelectorAll("[data-time]")) {
    const [field, { value: unit }] = row.querySelectorAll("input, select"), text = field.value.trim();
    const time = { count: /^\d+$/.test(text) ? +text : NaN, unit }, length = hours(time);
    good = judge(!text || (length >= least && length <= most), row.querySelector(".error"), field) && good;
    if (text) plan.times[row.dataset.time] = time;
  }
  const fields = [month, day, year];
  plan.first = read(`${year.value.trim()}-${month.value}-${day.value}`);
  const fits = plan.first ? Math.abs(plan.first - today()) <= says.far : fields.every(({ value }) => !value.trim());
  return judge(fits, one("#link-first-error"), ...fields) && good ? plan : null;
}

/** The full address of a place, with a plan if any. */
const address = ({ href, hash }, plan) => (plan ? `${href}${hash ? "" : "#"}~${plan}` : href);

function update() {
  const plan = chosen(), { option, url, page, image } = places[to.selectedIndex];
  tell(plan ? says.ready : form.querySelector("[aria-invalid=true]") ? says.faulty : "");
  result.hidden = !plan;
  if (!plan) return;
  const written = format(plan), text = written === format({ moved: {}, times: {} }) ? "" : written;
  full.value = address(url, text);
  words.value = [`${says.message} ${option.text}`, full.value, text && says.planned].filter(Boolean).join("\n");

  const top = image ? places[to.selectedIndex] : places.find((place) => place.page === page), shown = top.image;
  const exact = !url.hash && says.codes.split(" ").includes(page + text);
  const notes = { day: plan.first, preview: !shown, plain: text && !exact, whole: !image };
  code.hidden = notes.day || notes.preview;
  if (!code.hidden) {
    code.querySelector("a").href = code.querySelector("img").src = exact ? shown.src.replace(".svg", `.${text}.svg`) : shown.src;
    code.querySelector("span").textContent = address(top.url, exact && text);
  }
  const note = Object.keys(notes).find((key) => notes[key]);
  for (const line of form.querySelectorAll("[data-note]")) line.hidden = line.dataset.note !== note;

  const lines = places.filter(({ page, url }) => page.startsWith("sheet-") && !url.hash).map(({ link, url }) => {
    const line = document.createElement("li");
    line.append(Object.assign(link.cloneNode(true), { href: address(url, text) }));
    return line;
  });
  sheets.hidden = !lines.length || !text;
  sheets.querySelector("ul").replaceChildren(...lines);
}

find.addEventListener("input", () => {
  const left = places.filter(({ item, option }) => {
    option.hidden = item.hidden = !option.text.toLowerCase().includes(find.value.trim().toLowerCase());
    return !item.hidden;
  });
  const [first] = left;
  if (first && places[to.selectedIndex].item.hidden) first.option.selected = true;
  update();
  one("#link-none").hidden = left.length;
  tell(says.found + left.length);
});
for (const type of ["input", "focusout"]) form.addEventListener(type, ({ target }) => target === find || update());
form.addEventListener("click", async ({ target }) => {
  const field = target.localName === "button" && form.elements[target.value];
  if (!field) return;
  const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
  if (!copied) field.select();
  status.textContent = copied ? says.copied : says.uncopied;
});
update();
status.textContent = "";
