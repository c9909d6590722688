// Menu and search as dialogs, and addresses on paper. Without this module every page is complete, by plain links.
const body = document.body;

/** Put a dialog at the end of the page; Escape and the close button end it. */
export function dialog(name, label) {
  const box = document.createElement("dialog");
  box.className = `sheet ${name}`;
  box.setAttribute("aria-label", label);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "Close";
  close.addEventListener("click", () => box.close());
  box.append(close);
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  body.append(box);
  return box;
}

/** Turn a link of the header into a button that opens a dialog; the dialog is made when it is first wanted. */
function opener(name, make) {
  const link = document.querySelector(`[data-open="${name}"]`);
  if (!link) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.setAttribute("aria-haspopup", "dialog");
  let box;
  button.addEventListener("click", async () => {
    box ??= await make();
    box.showModal();
    box.querySelector("input")?.focus();
  });
  link.replaceWith(button);
}

opener("menu", () => {
  const box = dialog("menu", "Menu");
  const contents = document.querySelector(".contents");
  for (const list of [document.querySelector("#menu"), contents]) {
    if (!list) continue;
    const part = document.createElement("div");
    const title = document.createElement("h2");
    title.textContent = list.getAttribute("aria-label");
    const copy = list.querySelector("ul").cloneNode(true);
    copy.addEventListener("click", (event) => {
      if (event.target.closest("a")) box.close();
    });
    part.append(title, copy);
    box.append(part);
  }
  return box;
});

opener("search", async () => {
  const { searchDialog } = await import("./search.js");
  return searchDialog(dialog("search", "Search"), body.dataset.base, body.dataset.worker);
});

// On paper a link in running text says where it leads; without this module the page still says its own address.
addEventListener("beforeprint", () => {
  for (const link of document.querySelectorAll("article :is(p, .index h3, ul:not(.index *)) a")) {
    const { host, pathname, hash } = link;
    if (host === location.host && pathname !== location.pathname) link.dataset.address = host + pathname + hash.split("~")[0];
  }
});
