// An equation's editor, and the checker's verdict on what is written in it.
import { Answer, button, fit, make } from "./answer.mjs";
import { inTeX, meant } from "./keys.mjs";
import { drawn } from "./mathjax.mjs";

export const PAUSE = 400; // Milliseconds without a key before a check.

/** What stands below a display once "try it" was chosen. */
class Editor {
  constructor(display, page, toggle) {
    Object.assign(this, { page, toggle, at: Number(display.dataset.formula), off: [], slips: 0 });
    this.original = page.formulas[this.at].tex;
    const name = display.id || "this equation";
    const id = `try-${this.at}`;
    this.input = inTeX(make("textarea", {
      id, class: "try-tex", rows: 2, spellcheck: "false", autocapitalize: "off",
      autocomplete: "off",
    }));
    this.input.addEventListener("input", () => this.changed());
    this.drawing = make("div", { class: "try-drawing", "aria-hidden": "true" });
    this.answer = new Answer();
    this.facts = make("fieldset", { class: "try-facts", hidden: true });
    this.element = make("section", { class: "try", "aria-label": `Try ${name}` },
      make("label", { for: id, class: "try-label" }, `${name} in TeX: change it`),
      this.input, this.drawing, this.facts, this.answer.element,
      make("div", { class: "try-buttons" },
        button("Make a slip", () => this.slip()),
        button("Restore", () => {
          this.off = [];
          this.write(this.original);
        }),
        button("Close", () => this.close())));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      event.stopPropagation(); // The theme listens for single letters.
    });
    display.after(this.element);
    this.write(this.original);
    this.input.focus();
    this.bringIn();
  }

  /** Have it seen whole where there is room for it; what is seen already stays where it is. */
  bringIn() {
    if (!this.element.contains(document.activeElement)) return;
    this.element.scrollIntoView({ block: "nearest" });
  }

  close() {
    clearTimeout(this.timer);
    this.answer.forget();
    this.element.remove();
    this.toggle.setAttribute("aria-expanded", "false");
    this.toggle.focus();
  }

  write(tex) {
    this.input.value = tex;
    this.changed(0);
  }

  changed(pause = PAUSE) {
    fit(this.input);
    clearTimeout(this.timer);
    this.answer.forget();
    this.element.classList.add("try-waiting");
    this.timer = setTimeout(() => this.judge(), pause);
  }

  judge() {
    const tex = meant(this.input.value.trim());
    const put = (node) => tex === meant(this.input.value.trim()) && this.drawing.replaceChildren(node);
    drawn(tex).then(put, () => put(make("code", {}, tex)));
    const question = { judge: { page: this.page, at: this.at, tex, off: this.off } };
    return this.answer.ask(question, (answer) => {
      this.element.classList.remove("try-waiting");
      this.answer.show(answer);
      this.showFacts(answer.facts);
      this.bringIn();
    });
  }

  slip() {
    const question = { slip: { page: this.page, at: this.at, number: this.slips } };
    return this.answer.ask(question, ({ tex, number }) => {
      this.slips = number + 1;
      this.write(tex);
    });
  }

  showFacts(facts) {
    const at = [...this.facts.querySelectorAll("input")].indexOf(document.activeElement);
    this.facts.hidden = facts.length === 0;
    this.facts.replaceChildren(make("legend", {}, "Assumed here (switch one off)"),
      ...facts.map((fact, number) => make("label", {}, make("input", {
        type: "checkbox", checked: !this.off.includes(number), onchange: (event) => {
          this.off = this.off.filter((other) => other !== number);
          if (!event.target.checked) this.off.push(number);
          this.changed(0);
        },
      }), ` ${fact}`)));
    this.facts.querySelectorAll("input")[at]?.focus(); // These are others than before.
  }
}

/** Open an editor below a display; closed, it gives the focus back to the button. */
export const edit = (display, page, toggle) => new Editor(display, page, toggle);
