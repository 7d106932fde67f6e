// Where the checker's answers are shown: what it found, or how far it is loaded, or why it failed.
import { ask, stop } from "./checker.mjs";
import { drawn } from "./mathjax.mjs";

/** An element with attributes and children; text is put in as text, never as markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export const button = (label, onclick, attributes = {}) =>
  make("button", { type: "button", class: "try-button", onclick, ...attributes }, label);

/** A place for a formula that is drawn as soon as MathJax is there; its TeX until then. */
export function formula(tex) {
  const place = make("span", { class: "try-formula" }, make("code", {}, tex));
  drawn(tex).then((node) => place.replaceChildren(node), () => {});
  return place;
}

/** Have an input as high as what stands in it. */
export function fit(input) {
  input.style.height = "";
  const more = input.scrollHeight - input.clientHeight;
  if (more > 0) input.style.height = `${input.offsetHeight + more}px`;
}

const SLOW = 1500; // Milliseconds after which a reader is told that something is being done.
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export class Answer {
  constructor() {
    this.element = make("div", { class: "try-verdict", role: "status" });
  }

  /** Ask, and hand the answer on; an answer that comes after a newer question is dropped. */
  async ask(question, then) {
    const turn = this.turn = Symbol("turn");
    this.element.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => turn === this.turn && !this.bar?.isConnected
      && this.put("waiting", make("p", {}, "Checking …")), SLOW);
    try {
      const answer = await ask(question, (...bytes) => turn === this.turn && this.load(...bytes));
      if (turn === this.turn) then(answer);
    } catch (error) {
      if (turn === this.turn) this.fail(error.message, () => this.ask(question, then));
    }
    clearTimeout(slow);
    if (turn === this.turn) this.element.removeAttribute("aria-busy");
  }

  /** Take no answer to what was asked. */
  forget() {
    this.turn = null;
  }

  /** Say nothing any more: what was asked is being changed. */
  clear() {
    if (this.bar?.isConnected) return; // Loading can be seen, and cancelled, as before.
    this.forget();
    this.element.removeAttribute("aria-busy");
    this.element.className = "try-verdict";
    this.element.replaceChildren();
  }

  load(loaded, total) {
    if (!this.bar?.isConnected) {
      this.bar = make("progress", { "aria-label": "Loading the checker" });
      this.amount = make("span", { "aria-hidden": "true" });
      this.put("loading", make("p", {}, "Loading the checker: once, and kept."),
        make("p", {}, this.bar, " ", this.amount, " ", button("Cancel", () => stop())));
    }
    [this.bar.value, this.bar.max] = [loaded, total];
    this.amount.textContent = loaded < total
      ? `${megabytes(loaded)} of ${megabytes(total)} MB` : "starting Python";
  }

  fail(reason, again) {
    this.put("unread", make("p", {}, make("strong", {}, "Not checked: "), `${reason}.`),
      button("Try again", again));
  }

  /** What the checker found: a sentence, the place, what to do, both sides in numbers. */
  show({ outcome, title, rest, place, hint, numbers = [] }) {
    const parts = [make("p", {}, make("strong", {}, title), rest)];
    if (place) {
      const { before, marked, after } = place;
      parts.push(make("pre", { class: "try-place" },
        before, make("mark", {}, marked || " "), after));
    }
    if (hint) parts.push(make("p", {}, hint));
    for (const [side, tex] of numbers) {
      parts.push(make("div", { class: "try-numbers" }, make("span", {}, `${side}:`), formula(tex)));
    }
    this.put(outcome, ...parts);
  }

  put(outcome, ...parts) {
    this.element.className = `try-verdict try-${outcome}`;
    this.element.replaceChildren(...parts);
  }
}
