// What a formula can do in a browser: be copied as TeX, be scrolled by keyboard, and show which of its
// terms became which in the line below. Without a script it is read all the same.

function equip() {
  for (const box of document.querySelectorAll(SCROLLING)) {
    // What is far from the window has no size yet: whether it scrolls is known when it comes near.
    if (!box.checkVisibility?.({ contentVisibilityAuto: true })) box.removeAttribute("tabindex");
    watch.observe(box);
  }
  for (const display of document.querySelectorAll(".equation")) offerCopy(display);
  showTerms();
}

// What scrolls is a stop of the tabulator only where it is larger than its place.
const SCROLLING = ".equation-formula, .theorem-formula, .ledger, .proof-graph, article pre > code";
const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

// Selected text takes the TeX of its formulas along.
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !event.clipboardData) return;
  const part = document.createElement("div");
  for (let k = 0; k < selection.rangeCount; k += 1) {
    part.append(selection.getRangeAt(k).cloneContents());
  }
  const formulas = part.querySelectorAll("mjx-container[data-tex]");
  if (!formulas.length) return;
  for (const formula of formulas) {
    const [open, close] = formula.classList.contains("math-block") ? ["\n$$\n", "\n$$\n"] : ["$", "$"];
    formula.replaceWith(open + formula.dataset.tex + close);
  }
  for (const own of part.querySelectorAll(".equation-side, .term, .chain-words, button")) own.remove();
  for (const block of part.querySelectorAll("p, li, h1, h2, h3, div, tr")) block.append("\n");
  event.clipboardData.setData("text/plain", part.textContent.replace(/\n{3,}/g, "\n\n").trim());
  event.preventDefault();
});

function offerCopy(display) {
  const formula = display.querySelector("mjx-container[data-tex]");
  const button = display.querySelector(".copy-tex:empty");
  if (!formula || !button) return;
  button.textContent = "copy TeX";
  button.setAttribute("aria-label", `copy TeX of ${display.id || "this equation"}`);
  button.addEventListener("click", async () => {
    let words = "copied";
    try {
      await navigator.clipboard.writeText(formula.dataset.tex);
    } catch {
      words = "not allowed";
    }
    button.textContent = words;
    say(words === "copied" ? "The TeX is copied." : "The browser does not allow to copy.");
    setTimeout(() => { button.textContent = "copy TeX"; }, 2000);
  });
}

// What a screen reader says.
function say(words) {
  let place = document.querySelector(".said");
  if (!place) {
    place = document.createElement("div");
    place.className = "said";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = words;
}

// Each term is a button over its drawing. Of a page's terms in one chain, one is a stop of the
// tabulator; arrows lead to the others.
function showTerms() {
  const terms = new Map();
  for (const display of document.querySelectorAll(".equation[data-terms]")) {
    const container = display.querySelector("mjx-container");
    if (!container || container.querySelector(".term")) continue;
    for (const [number, left, top, width, height, from, to, cancels] of JSON.parse(display.dataset.terms)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "term";
      button.style.cssText = `left:${left}%;top:${top}%;width:${width}%;height:${height}%`;
      terms.set(number, { number, button, display, from, to, cancels });
      container.append(button);
    }
  }
  const all = [...terms.values()];
  for (const term of all) {
    const { button, display } = term;
    const place = (n) => {
      const other = terms.get(n);
      const own = all.filter((t) => t.display === other.display);
      return `term ${own.indexOf(other) + 1} of ${other.display.id || "the equation"}`;
    };
    const list = (numbers) => numbers.map(place).join(" and ");
    const mates = (numbers, way) => numbers.length
      ? terms.get(numbers[0])[way].filter((n) => n !== term.number) : [];
    const joined = mates(term.to, "from");
    const words = [
      term.from.length && `comes from ${list(term.from)}`,
      term.to.length && `becomes ${list(term.to)}${joined.length ? `, together with ${list(joined)}` : ""}`,
      term.cancels.length && `cancels with ${list(term.cancels)}`,
    ].filter(Boolean).join("; ");
    const sentence = `${place(term.number)[0].toUpperCase()}${place(term.number).slice(1)} ${words}`;
    button.setAttribute("aria-label", sentence);
    button.title = sentence;
    button.tabIndex = all.find((t) => sameChain(t.display, display)) === term ? 0 : -1;
    const mark = (on) => {
      const others = [...term.from, ...term.to, ...joined, ...mates(term.from, "to"), ...term.cancels];
      for (const n of others) terms.get(n).button.classList.toggle("marked", on);
      for (const n of term.cancels) terms.get(n).button.classList.toggle("cancels", on);
      button.classList.toggle("marked", on);
      button.classList.toggle("cancels", on && term.cancels.length > 0);
    };
    for (const [on, off] of [["pointerenter", "pointerleave"], ["focus", "blur"]]) {
      button.addEventListener(on, () => mark(true));
      button.addEventListener(off, () => mark(document.activeElement === button && off === "pointerleave"));
    }
    button.addEventListener("click", () => button.focus()); // Safari does not by itself.
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const own = all.filter((t) => sameChain(t.display, display));
      const next = step && own[own.indexOf(term) + step];
      if (!next) return;
      event.preventDefault();
      button.tabIndex = -1;
      next.button.tabIndex = 0;
      next.button.focus();
    });
  }
}

const sameChain = (a, b) => a === b || (a.parentElement === b.parentElement
  && a.parentElement.classList.contains("chain"));

// Where the theme puts another page into the same document, it says so by this.
if (window.document$) window.document$.subscribe(equip);
else equip();
