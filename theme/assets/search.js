// Search. Material's worker finds sections; the rules here rewrite the query and put results in order. No list of answers.
// Zensical writes its index elsewhere, and its worker understands other messages: then every section is put in order here.
const STOP = /^(..?|an[dy]|are|all|but|cant?|could|did|do(es|nt|esnt)|for|from|g[eo]t|ha(d|s|ve)|how|its|just|much|not|off|put|see|should|the(ir|m|n|re|se|y)?|this|use|was|wh(at|en|ere|ich|o|y)|wi(ll|th)|would|your?)$/;
const WINDOW = 26; // words of context

/** The words of a text, with their places. */
const split = (text) =>
  [...text.matchAll(/[\p{L}\p{N}]+(['’]\p{L}+)*/gu)].map(({ 0: found, index }) => ({
    word: found.toLowerCase().replace(/['’]s$|['’]/g, ""),
    start: index,
    end: index + found.length,
  }));

/** "swimming", "swims" and "swim" are one word. */
const stem = (word) =>
  word
    .replace(/(?<=..)(ies|ied|y)$/, "i")
    .replace(/(?<=...)(ing|ed|es|s|e)$/, "")
    .replace(/([^aeiou])\1$/, "$1");

/** All words with one letter more, less or other, or two swapped. */
const near = (word) => {
  const each = [...word].flatMap((letter, at) => {
    const [before, after] = [word.slice(0, at), word.slice(at + 1)];
    return [`${before}.?${after}`, `${before}${letter}.${after}`, before + after.slice(0, 1) + letter + after.slice(1)];
  });
  return RegExp(`^(.${word}|${each.join("|")})$`);
};

const plain = (html) =>
  html.replace(/<[^>]+>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** Some sections answer a reader more often than others; warning signs come first. */
const worth = (location, text) =>
  /^sources|^sheet|^clinics|^changes|^find.*#find|#figures-on|-ticks$/.test(location) ? 0.3
  : !text || !location.includes("#") ? 0.6
  : /^when-to|#help-/.test(location) ? 1.3
  : location.startsWith("faq") ? 1.2
  : 1;

function prepare(docs) {
  const titles = {};
  return docs.map(({ location, title, text }) => {
    const heading = plain(title);
    titles[location] = heading;
    return {
      location,
      heading,
      text: plain(text),
      worth: worth(location, text),
      head: split(heading),
      body: split(plain(text)),
      topic: split(heading.split(/:(?=.*\?)/)[0]).filter(({ word }) => !STOP.test(word)),
      // "steps/#step-1-what" is part of "steps/#step-1", and that of "steps/"
      from: [location.replace(/#.*/, ""), location.replace(/-[^-]*$/, "")]
        .filter((above, at) => above !== location && above in titles && (!at || above.includes("#")))
        .map((above) => titles[above]),
    };
  });
}

/** Each word that was typed, with the words of the pages that are like it, and how much. */
function rewrite(typed, known) {
  const asked = split(typed.replace(/(?<!ca)n['’]t\b/gi, " not"))
    .slice(0, 12)
    .flatMap(({ word }) => {
      // "icepick" is "ice pick", if the pages have only that
      for (let at = 3; at < word.length - 2 && !known.has(word); at++)
        if (known.has(word.slice(0, at)) && known.has(word.slice(at))) return [word.slice(0, at), word.slice(at)];
      return word;
    })
    .reduce((done, word) => {
      // "make up" is "makeup", if the pages have that
      const both = done.at(-1) + word;
      return known.has(both) ? [...done.slice(0, -1), both] : [...done, word];
    }, []);
  const all = asked.every((word) => STOP.test(word));
  return asked.map((word) => {
    const root = stem(word);
    const like = new Map();
    for (const own of known) {
      const value =
        own === word ? 1
        : stem(own) === root ? 0.9
        : word.length > 2 && own.startsWith(word) ? 0.7
        : root.length > 3 && own.startsWith(root) ? 0.6
        : 0;
      if (value) like.set(own, value);
    }
    const query = like.size ? `${word} ${word.startsWith(root) ? root : ""}` : `${word}~1`;
    const close = near(word);
    if (!like.size && word.length > 3) for (const own of known) if (close.test(own)) like.set(own, 0.5);
    return all || !STOP.test(word) ? { like, query, key: 1 } : { like, query: "", key: 0.1 };
  });
}

const best = (list, { like }) => Math.max(0, ...list.map(({ word }) => like.get(word) ?? 0));
const sum = (list) => list.reduce((total, value) => total + value, 0);
const hits = (list, asked) => list.filter(({ word }) => asked.some(({ like, query }) => query && like.has(word)));
const side = (list, one, next) =>
  next && list.some(({ word }, at) => one.like.has(word) && next.like.has(list[at + 1]?.word)) ? (one.key + next.key) / 2 : 0;

/** Put sections in order, best first, each with its best stretch of text. */
function rank(found, asked, all) {
  // rare words count more
  const value = asked.map(
    (one) => one.key * Math.log(1 + all.length / (1 + all.filter(({ head, body }) => best(head, one) || best(body, one)).length)),
  );
  const seen = new Set();
  return found
    .map((section) => {
      const { head, body, topic } = section;
      let at = 0, top = -1, text;
      for (let here = 0; here <= body.length; here += WINDOW / 2) {
        const each = asked.map((one) => best(body.slice(here, here + WINDOW), one));
        const now = sum(each.map((like, index) => like * value[index]));
        if (now > top) [top, at, text] = [now, here, each];
      }
      const share = hits(topic, asked).length / topic.length || 0;
      const title = asked.map((one) => best(head, one));
      const matched = sum(value.filter((_, index) => title[index] || text[index])) / sum(value);
      const beside = sum(asked.map((one, index) => side(head, one, asked[index + 1]) + side(body, one, asked[index + 1]) / 2));
      const often = 1 + Math.log2(hits(body, asked).length || 1) / 10;
      const score = top + beside + (3 + 2 * share) * sum(title.map((like, index) => like * value[index]));
      return { ...section, at, score: score * matched ** 2 * often * section.worth };
    })
    .sort((a, b) => b.score - a.score)
    .filter(({ heading, text, score }) => score && !seen.has(heading + text) && seen.add(heading + text)); // a card stands on two pages
}

/** A new element. Its children are elements or plain text, never HTML. */
function make(name, options, ...children) {
  const element = Object.assign(document.createElement(name), options);
  element.append(...children);
  return element;
}

/** A part of a text, with what matched marked. */
function marked(text, list, asked, from = 0, to = text.length) {
  const parts = hits(list, asked).flatMap(({ start, end }) => {
    const before = text.slice(from, start);
    from = end;
    return [before, make("mark", {}, text.slice(start, end))];
  });
  return [...parts, text.slice(from, to)];
}

function result({ location, heading, from, head, text, body, at }, asked, root) {
  const part = body.slice(at, at + WINDOW);
  const to = body[at + WINDOW] ? part.at(-1).end : text.length;
  return make(
    "li",
    {},
    make("a", { href: new URL(location, root) }, make("span", {}, ...marked(heading, head, asked)), " ", make("small", {}, from.join(", "))),
    make("p", {}, at ? "… " : "", ...marked(text, part, asked, at && part[0]?.start, to), to < text.length ? " …" : ""),
  );
}

/** Fill a dialog. `base` leads to the root of the site, and `path` from there to the worker. */
export function searchDialog(box, base, path) {
  const root = new URL(base.replace(/\/*$/, "/"), location.href);
  const input = make("input", { id: "search-words", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
  const form = make("form", { role: "search" }, make("label", { htmlFor: input.id }, "Search this guide"), input);
  const status = make("p", { role: "status" });
  const list = make("ol");
  const link = (to, name) => make("a", { href: new URL(to, root) }, name);
  const help = make("p", { hidden: true }, "Try other or fewer words, or look in ", link("find/", "all pages and questions"), " or ", link("faq/", "what people ask"), ".");
  box.append(form, status, list, help);

  let all, known, worker, timer;
  const sent = [];
  const show = (text, lost = false, found = [], asked = []) => {
    status.textContent = text;
    list.replaceChildren(...found.slice(0, 10).map((one) => result(one, asked, root)));
    help.hidden = !lost;
  };
  const fail = () => show("Search does not load here.", true);
  const answer = (sections, asked) => {
    if (!asked.length) return show("");
    const found = rank(sections, asked, all);
    const count = found.length;
    const text = count > 10 ? `The 10 best of ${count} results` : count > 1 ? `${count} results` : count ? "1 result" : "No result.";
    show(text, !count, found, asked);
  };
  const search = () => {
    if (!known) return;
    const asked = rewrite(input.value, known);
    if (!worker) return answer(all, asked);
    sent.push(asked);
    worker.postMessage({ type: 2, data: asked.map(({ query }) => query).join(" ") });
  };
  const ready = (docs) => {
    all = prepare(docs);
    known = new Set(all.flatMap(({ head, body }) => [...head, ...body].map(({ word }) => word)));
    if (input.value) search();
  };
  const get = async (file) => (await fetch(new URL(file, root))).json();
  const load = async () => {
    const index = await get("search/search_index.json").catch(() => get("search.json"));
    if (index.items) return ready(index.items);
    worker = new Worker(new URL(path, root));
    worker.onerror = fail;
    worker.onmessage = ({ data: { type, data } }) => {
      if (type !== 3) return ready(index.docs);
      const places = new Set(data.items.flat().map(({ location }) => location));
      answer(all.filter(({ location }) => places.has(location)), sent.shift());
    };
    worker.postMessage({ type: 0, data: { ...index, options: {} } });
  };
  load().catch(fail);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120); // not at each letter
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  box.addEventListener("keydown", (event) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    stops[at + step]?.focus();
  });
  box.addEventListener("click", (event) => {
    if (event.target.closest("a")) box.close();
  });
  return box;
}
