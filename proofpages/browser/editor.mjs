// An equation's editor, and the checker's verdict on what is written in it.
import { ask, stop } from "./checker.mjs";
import { drawn } from "./mathjax.mjs";

const PAUSE = 400; // Milliseconds without a key before a check.

/** An element with attributes and children; text is put in as text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const button = (label, onclick, attributes = {}) =>
  make("button", { type: "button", class: "try-button", onclick, ...attributes }, label);

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** What stands below a display once "try it" was chosen. */
class Editor {
  constructor(display, page, toggle) {
    Object.assign(this, { page, toggle, at: Number(display.dataset.formula), off: [], slips: 0 });
    this.original = page.formulas[this.at].tex;
    const name = display.id || "this equation";
    const id = `try-${this.at}`;
    this.input = make("textarea", {
      id, class: "try-tex", rows: 2, spellcheck: "false", autocapitalize: "off",
      autocomplete: "off", oninput: () => this.changed(),
    });
    this.drawing = make("div", { class: "try-drawing", "aria-hidden": "true" });
    this.verdict = make("div", { class: "try-verdict", role: "status" });
    this.facts = make("fieldset", { class: "try-facts", hidden: true });
    this.element = make("section", { class: "try", "aria-label": `Try ${name}` },
      make("label", { for: id, class: "try-label" }, `${name} in TeX: change it`),
      this.input, this.drawing, this.facts, this.verdict,
      make("div", { class: "try-buttons" },
        button("Make a slip", () => this.slip()),
        button("Restore", () => this.write(this.original)),
        button("Close", () => this.close())));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      event.stopPropagation(); // The theme listens for single letters.
    });
    display.after(this.element);
    this.write(this.original);
    this.input.focus();
  }

  close() {
    clearTimeout(this.timer);
    this.turn = null;
    this.element.remove();
    this.toggle.setAttribute("aria-expanded", "false");
    this.toggle.focus();
  }

  write(tex) {
    this.input.value = tex;
    this.changed(0);
  }

  changed(pause = PAUSE) {
    this.input.rows = Math.max(2, this.input.value.split("\n").length);
    clearTimeout(this.timer);
    this.element.classList.add("try-waiting");
    this.timer = setTimeout(() => this.judge(), pause);
  }

  async judge() {
    const turn = this.turn = Symbol("turn"); // An answer to an older question is dropped.
    const tex = this.input.value.trim();
    drawn(tex).then((node) => turn === this.turn && this.drawing.replaceChildren(node), () => {
      if (turn === this.turn) this.drawing.replaceChildren(make("code", {}, tex));
    });
    await this.asking(turn, { judge: { page: this.page, at: this.at, tex, off: this.off } },
      (answer) => this.show(answer));
  }

  async slip() {
    const turn = this.turn = Symbol("turn");
    const question = { slip: { page: this.page, at: this.at, number: this.slips } };
    await this.asking(turn, question, (answer) => {
      this.slips = answer.number + 1;
      this.write(answer.tex);
    });
  }

  async asking(turn, question, then) {
    const progress = (loaded, total) => turn === this.turn && this.loading(loaded, total);
    try {
      const answer = await ask(question, progress);
      if (turn === this.turn) then(answer);
    } catch (error) {
      if (turn === this.turn) this.failed(error.message);
    }
  }

  loading(loaded, total) {
    if (!this.bar?.isConnected) {
      this.bar = make("progress", { "aria-label": "Loading the checker" });
      this.amount = make("span", { "aria-hidden": "true" });
      this.verdict.replaceChildren(make("p", {}, "Loading the checker: once, and kept."),
        make("p", {}, this.bar, " ", this.amount, " ", button("Cancel", () => stop())));
    }
    [this.bar.value, this.bar.max] = [loaded, total];
    this.amount.textContent = loaded < total
      ? `${megabytes(loaded)} of ${megabytes(total)} MB` : "starting Python";
  }

  failed(reason) {
    this.element.classList.remove("try-waiting");
    this.verdict.className = "try-verdict try-unread";
    this.verdict.replaceChildren(
      make("p", {}, make("strong", {}, "Not checked: "), `${reason}.`),
      button("Try again", () => this.changed(0)));
  }

  show(answer) {
    this.element.classList.remove("try-waiting");
    this.verdict.className = `try-verdict try-${answer.outcome}`;
    const parts = [make("p", {}, make("strong", {}, answer.title), answer.rest)];
    if (answer.place) {
      const { before, marked, after } = answer.place;
      parts.push(make("pre", { class: "try-place" },
        before, make("mark", {}, marked || " "), after));
    }
    if (answer.hint) parts.push(make("p", {}, answer.hint));
    for (const [side, tex] of answer.numbers ?? []) {
      const place = make("span", {}, make("code", {}, tex));
      drawn(tex).then((node) => place.replaceChildren(node), () => {});
      parts.push(make("div", { class: "try-numbers" }, make("span", {}, `${side}:`), place));
    }
    this.verdict.replaceChildren(...parts);
    this.showFacts(answer.facts);
  }

  showFacts(facts) {
    this.facts.hidden = facts.length === 0;
    this.facts.replaceChildren(make("legend", {}, "Assumed here (switch one off)"),
      ...facts.map((fact, number) => make("label", {}, make("input", {
        type: "checkbox", checked: !this.off.includes(number), onchange: (event) => {
          this.off = this.off.filter((other) => other !== number);
          if (!event.target.checked) this.off.push(number);
          this.changed(0);
        },
      }), ` ${fact}`)));
  }
}

/** Open an editor below a display; closed, it gives the focus back to the button. */
export const edit = (display, page, toggle) => new Editor(display, page, toggle);
