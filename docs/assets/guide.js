// After the review date the guide says so. The build never asks what day it is.
const review = document.querySelector(".review[data-due]");
const today = new Date();
const iso = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
if (review && iso > review.dataset.due) {
  const notice = document.createElement("p");
  notice.className = "overdue";
  notice.textContent = "The review of this guide is overdue. Check with your clinic before you rely on it.";
  review.closest("article, main, body").querySelector("h1").after(notice);
}

// A plan of dates stands in the address, as "#id~plan", and nowhere else. Links within the guide take it along.
const root = new URL(document.body.dataset.base ?? "/", location).href;
let carried = "", shown = "";

function carry(link, plan = carried) {
  const [id, own] = link.hash.slice(1).split("~");
  const page = link.origin + link.pathname;
  if (!page.startsWith(root) || !/(\/|\.html)$/.test(page) || link.hasAttribute("download") || (own && own !== carried)) return;
  const hash = plan ? `${id}~${plan}` : id;
  if (link.hash.slice(1) !== hash) link.setAttribute("href", link.getAttribute("href").replace(/#.*|$/, hash && `#${hash}`));
}
// links made later: those of dialogs and of search
for (const type of ["pointerdown", "focusin", "click"])
  addEventListener(type, ({ target }) => carried && target.closest?.("a[href]") && carry(target.closest("a")), true);

const panel = document.querySelector("#my-dates-panel");

async function arrive() {
  const [, id, text = ""] = /^#?(.*?)(?:(?:~|%7e)(.*))?$/is.exec(location.hash);
  const plan = /^[\w.-]{1,999}$/.test(text) ? text : "";
  const along = () => (plan || carried) && [...document.links].forEach((link) => carry(link, plan));
  along();
  carried = plan;
  if (document.querySelector("#plan-data") && text !== shown) {
    shown = text;
    // at once, instead of each when the one before it asks for it
    const [dates] = await Promise.all([import("./dates.js"), import("./plan.js"), panel && import("./form.js")]);
    await dates.show(text);
    along();
  }
  const { hash } = location, target = text && !history.state?.seen && document.getElementById(id);
  if (target && hash.includes(text)) {
    // as without a plan: the browser scrolls and sets focus; once, so that Back and reload keep the reader's place
    location.replace(`#${id}`);
    history.replaceState({ seen: true }, "", hash);
    target.scrollIntoView({ behavior: "instant" }); // on a page that has just grown, no gliding
  }
}
addEventListener("hashchange", arrive);
arrive();

// The form for dates comes when it is wanted, or with a plan in the address.
if (panel && !location.hash.includes("~")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "scripted press", textContent: panel.dataset.press });
  button.onclick = async () => {
    await (await import("./dates.js")).show("");
    panel.querySelector("select").focus();
  };
  panel.prepend(button);
}

if (document.querySelector("[data-module=links]")) import("./links.js");
