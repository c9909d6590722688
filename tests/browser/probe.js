// What the checks ask of an open page, most of it a list of what is wrong. It leaves nothing behind in the page.

const say = (element) => {
  const classes = [...element.classList].map((name) => `.${name}`).join("");
  return `<${element.localName}${classes}> ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}`;
};
const all = (selector, root = document) => [...root.querySelectorAll(selector)].filter(shown);
const shown = (element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getClientRects().length > 0;
const style = (element) => getComputedStyle(element);

// Color

const channels = (color) => {
  const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
  return [red, green, blue, alpha];
};
const over = ([red, green, blue, alpha], below) =>
  [red, green, blue].map((value, at) => value * alpha + below[at] * (1 - alpha)).concat(1);

/** The color behind an element: its own background over those of what it stands in. */
function ground(element) {
  if (!element) return [255, 255, 255, 1];
  const own = channels(style(element).backgroundColor);
  return own[3] === 1 ? own : over(own, ground(element.parentElement));
}
function brightness(color) {
  const [red, green, blue] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(color, below) {
  const [dark, light] = [over(channels(color), below), below].map(brightness).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
const paler = (element, color, below, least) => {
  const found = contrast(color, below);
  return found < least ? [`${found.toFixed(2)}:1 ${say(element)}`] : [];
};

/** Running text with a contrast under 7:1. */
function paleText() {
  const holders = new Set(texts(document.querySelector("article") ?? document.body).map((node) => node.parentElement));
  return [...holders]
    .filter((element) => element.closest("p, li, td") && !element.closest("svg"))
    .flatMap((element) => paler(element, style(element).color, ground(element), 7));
}

/** Borders of controls with a contrast under 3:1. */
function paleEdges() {
  return all("button, input, .tool, .home h1 + p + ul a").flatMap((element) =>
    paler(element, style(element).borderTopColor, ground(element.parentElement), 3),
  );
}

// Place

/** Nothing of it can be seen: it is there for screen readers alone. */
function unseen(element) {
  if (!element || element === document.body) return false;
  return (style(element).overflow !== "visible" && element.offsetWidth <= 1) || unseen(element.parentElement);
}

/** The text nodes that a reader can see. */
function texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && shown(parentElement) && !unseen(parentElement)) found.push(walker.currentNode);
  }
  return found;
}

/** The box of each line of text and of each control. */
function boxes(root) {
  const lines = texts(root).flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].map((box) => ({ node, element: node.parentElement, box }));
  });
  const controls = all("button, input, .tool", root).map((element) => ({
    node: element,
    element,
    box: element.getBoundingClientRect(),
  }));
  return [...lines, ...controls].filter(({ box }) => box.width > 1 && box.height > 1);
}

/** Two boxes that cover each other by more than the slack around letters. */
function cover(one, other) {
  const slack = 0.15 * Math.min(one.height, other.height);
  return (
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > slack
  );
}

/** Texts or controls that cover each other. */
function overlaps(selector) {
  const sorted = all(selector).flatMap((root) => boxes(root)).sort((a, b) => a.box.top - b.box.top);
  return sorted.flatMap((one, at) => {
    const found = [];
    for (let next = at + 1; next < sorted.length && sorted[next].box.top < one.box.bottom; next++) {
      const other = sorted[next];
      const apart = !one.node.contains(other.node) && !other.node.contains(one.node);
      if (apart && cover(one.box, other.box)) found.push(`${say(one.element)} and ${say(other.element)}`);
    }
    return found;
  });
}

/** Texts of drawings that leave their drawing. */
function leaving() {
  return all("svg text").filter((text) => {
    const [own, room] = [text, text.ownerSVGElement].map((element) => element.getBoundingClientRect());
    return own.left < room.left - 1 || own.top < room.top - 1 || own.right > room.right + 1 || own.bottom > room.bottom + 1;
  }).map((text) => `${say(text)}: out of its drawing`);
}

/** Boxes that hide a part of the text in them. */
function clipped() {
  const hides = /hidden|clip/;
  return all("body *")
    .filter((element) => !element.closest("svg") && element.textContent.trim() && !unseen(element))
    .filter((element) => {
      const { overflowX, overflowY } = style(element);
      return (
        (hides.test(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (hides.test(overflowY) && element.scrollHeight > element.clientHeight + 1)
      );
    })
    .map((element) => `${say(element)}: cut`);
}

/** Letters in drawings that are smaller than this many pixels on the screen. */
function tiny(least) {
  return all("svg text")
    .map((text) => [text, parseFloat(style(text).fontSize) * text.getScreenCTM().a])
    .filter(([, size]) => size < least)
    .map(([text, size]) => `${size.toFixed(1)} px ${say(text)}`);
}

// Targets

const PARTS = "header, footer, nav, dialog, .skip, .warning-card, .warning-link, .glance, .home h1 + p + ul";
const THUMB = ".tool, .home h1 + p + ul a, .warning-link a, dialog button";

/** It stands among words that are no link, which set its height. */
function inSentence(link) {
  const holder = link.closest("p, li, dd, td, th, div, nav, header, dialog, body");
  const words = texts(holder).filter((node) => !node.parentElement.closest("a, button"));
  return words.some((node) => /\p{L}/u.test(node.data) && node.parentElement.localName !== "label");
}

/** Links and controls too small for a finger. */
function small() {
  const each = "a[href], button, input, summary";
  const targets = new Set([...all(PARTS).flatMap((part) => all(each, part)), ...all(THUMB)]);
  return [...targets].flatMap((target) => {
    const { width, height } = target.getBoundingClientRect();
    const [wide, high] = [24, target.matches(THUMB) ? 44 : 24];
    if (inSentence(target) || (width >= wide - 0.01 && height >= high - 0.01)) return [];
    return [`${width.toFixed(1)} x ${height.toFixed(1)} px, not ${wide} x ${high}: ${say(target)}`];
  });
}

// Keyboard

/** What Tab should reach, in the order of the page. */
function stops() {
  const root = document.querySelector("dialog[open]") ?? document;
  return all("a[href], button, input, select, textarea, summary, [tabindex]", root).filter(
    (element) => element.tabIndex >= 0 && !element.disabled,
  );
}

const inside = ({ left, top, width, height }) => {
  const [x, y] = [left + width / 2, top + height / 2];
  return x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight ? document.elementFromPoint(x, y) : null;
};

/** Which of the stops has focus, and what keeps a reader from seeing that. */
function focused(list) {
  const element = document.activeElement;
  const faults = [];
  if (![...element.getClientRects()].some((box) => element.contains(inside(box)))) faults.push("is covered or out of sight");
  const { outlineStyle, outlineWidth, outlineColor } = style(element);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push("has no outline");
  else if (contrast(outlineColor, ground(element.parentElement)) < 3) faults.push("has a pale outline");
  return { at: list.indexOf(element), name: say(element), faults };
}

// Settings of the reader

/** What moves by itself or slowly. */
function moving() {
  return all("*").filter((element) => {
    const { scrollBehavior, animationName, transitionDuration } = style(element);
    return scrollBehavior === "smooth" || animationName !== "none" || /[1-9]/.test(transitionDuration);
  }).map(say);
}

/** Parts that only a background sets apart, which forced colors take away. */
function edgeless(selector) {
  const sides = ["Top", "Right", "Bottom", "Left"];
  return all(selector)
    .filter((element) => !sides.some((side) => parseFloat(style(element)[`border${side}Width`]) > 0))
    .map(say);
}
