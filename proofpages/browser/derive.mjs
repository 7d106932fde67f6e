// Exercises: derive line by line, find a slip, and a blank sheet.
import { Answer, button, fit, formula, make } from "./answer.mjs";
import { PAUSE } from "./editor.mjs";
import { keep, kept, link } from "./kept.mjs";
import { inTeX, keys, meant } from "./keys.mjs";

/** A row for TeX with a label; Enter calls `entered`. */
function field(id, label, rows, entered) {
  const input = make("textarea", {
    id, class: "try-tex", rows, spellcheck: "false", autocapitalize: "off", autocomplete: "off",
    onkeydown: (event) => {
      event.stopPropagation(); // The theme listens for single letters.
      if (entered && event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        entered();
      }
    },
  });
  return [inTeX(input), make("label", { for: id, class: "try-label" }, label)];
}

/** Line after line from the left side of a formula, each judged, until the goal's form is reached. */
export class Derivation {
  constructor(heading, page, display) {
    Object.assign(this, { page, id: heading.id, at: Number(display.dataset.formula), lines: [] });
    this.goal = heading.dataset.goal.split(" ");
    const check = () => this.check();
    const [input, label] = field(`${this.id}-line`, "The next line, in TeX", 1, check);
    this.input = input;
    this.list = make("ol", { class: "try-lines", "aria-label": "Your lines" });
    this.answer = new Answer();
    this.preview = make("div", { class: "try-drawing", "aria-hidden": "true" });
    input.addEventListener("input", () => {
      this.answer.clear();
      fit(input);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.draw(), PAUSE);
    });
    this.element = make("section", { class: "try", "aria-label": `Your derivation, ${this.id}` },
      this.list, label, input,
      keys(input, this.goal.filter((name) => /^[A-Za-z]$/.test(name))), this.preview,
      this.answer.element,
      make("div", { class: "try-buttons" }, button("Check", check),
        button("Take a line back", () => this.back()), link(this.id, () => this.lines)));
    for (const line of kept(this.id)) this.accept(line);
  }

  draw() {
    fit(this.input);
    const tex = meant(this.input.value.trim());
    this.preview.replaceChildren(...(tex ? [formula(`= ${tex.replace(/^=/, "")}`)] : []));
  }

  check() {
    const tex = meant(this.input.value.trim().replace(/^=\s*/, ""));
    if (!tex) return this.input.focus();
    const question = { derive: { page: this.page, at: this.at, tex, goal: this.goal } };
    return this.answer.ask(question, (answer) => {
      this.answer.show(answer);
      if (answer.outcome !== "true" && answer.outcome !== "goal") return;
      this.accept(tex);
      this.input.value = "";
      this.draw();
      keep(this.id, this.lines);
    });
  }

  accept(line) {
    this.lines.push(line);
    this.list.append(make("li", {}, formula(`= ${line}`)));
  }

  back() {
    this.input.value = this.lines.pop() ?? "";
    this.list.lastElementChild?.remove();
    this.answer.clear();
    this.draw();
    keep(this.id, this.lines);
    this.input.focus();
  }
}

/** A derivation of the page with a slip in one of its lines; which one, the reader says. */
export class Hunt {
  constructor(heading, page, displays) {
    Object.assign(this, { page, places: displays.map((d) => Number(d.dataset.formula)) });
    this.list = make("ol", { class: "try-lines", "aria-label": "One of these lines is wrong" });
    this.answer = new Answer();
    this.element = make("section", { class: "try", "aria-label": `Find the slip, ${heading.id}` },
      this.list, this.answer.element,
      make("div", { class: "try-buttons" }, button("Make a derivation with a slip",
        () => this.deal())));
  }

  deal() {
    const wrong = this.places[Math.floor(Math.random() * this.places.length)];
    const number = Math.floor(Math.random() * 200);
    const question = { slip: { page: this.page, at: wrong, number, among: this.places } };
    return this.answer.ask(question, ({ tex, lines }) => {
      this.answer.put("waiting", make("p", {}, "One line is wrong. Choose it."));
      this.list.replaceChildren(...this.places.map((at, place) => {
        const shown = at === wrong ? tex : lines[place];
        return make("li", {}, formula(shown), " ",
          button("This one", () => this.guess(at, shown), { "aria-label": `This one: line ${place + 1}` }));
      }));
    });
  }

  guess(at, tex) {
    return this.answer.ask({ judge: { page: this.page, at, tex } }, (answer) => {
      const found = answer.outcome === "fails";
      const title = found ? "You found it. " : "This line holds: ";
      this.answer.show({ ...answer, title, outcome: found ? "goal" : "true" });
    });
  }
}

const SIGNS = { holds: "✓", fails: "✗", unread: "?", noted: "·" };

/** A sheet with one formula a line, each judged in the context that those above it make. */
export class Sheet {
  constructor(place) {
    this.id = place.id;
    const [input, label] = field(`${this.id}-lines`, "One formula a line, in TeX", 8);
    this.input = input;
    this.answer = new Answer();
    this.list = make("ol", { class: "try-lines", "aria-label": "What the checker says" });
    input.addEventListener("input", () => this.changed());
    const starts = [...place.querySelectorAll("[data-sheet]")].map((example) =>
      button(example.dataset.sheet, () => this.write(example.textContent.trim().split("\n"))));
    this.element = make("section", { class: "try", "aria-label": "Your sheet" },
      make("div", { class: "try-buttons" }, ...starts), label, input, keys(input),
      this.answer.element, this.list,
      make("div", { class: "try-buttons" }, link(this.id, () => this.lines),
        button("Take it away as a page", () => this.save())));
    const before = kept(this.id);
    if (before.length) this.write(before);
  }

  get lines() {
    return this.input.value.split("\n");
  }

  write(lines) {
    this.input.value = lines.join("\n");
    this.changed(0);
  }

  changed(pause = PAUSE) {
    this.input.rows = Math.max(8, this.lines.length);
    keep(this.id, this.lines);
    clearTimeout(this.timer);
    this.answer.forget();
    this.timer = setTimeout(() => this.judge(), pause);
  }

  judge() {
    const lines = this.lines.map(meant);
    return this.answer.ask({ sheet: { lines } }, (answers) => {
      const told = answers.filter(({ outcome }) => outcome);
      const count = (kind) => told.filter(({ outcome }) => outcome === kind).length;
      const words = ["holds", "fails", "unread"].map((kind, n) =>
        `${count(kind)} ${["proved", "false", "not read"][n]}`);
      this.answer.put("waiting", make("p", {}, told.length ? words.join(", ") : "Nothing yet."));
      this.list.replaceChildren(...answers.flatMap((answer, n) => {
        if (!answer.outcome) return [];
        const line = new Answer();
        line.element.removeAttribute("role"); // The count is announced, not each line.
        line.show({ ...answer, title: `${SIGNS[answer.outcome]} ${answer.title}` });
        return [make("li", { value: n + 1 }, formula(answer.tex), line.element)];
      }));
    });
  }

  save() {
    return this.answer.ask({ page: { lines: this.lines.map(meant) } }, (text) => {
      const address = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
      make("a", { href: address, download: "derivation.md" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
      this.answer.put("waiting", make("p", {}, "Saved as derivation.md."));
    });
  }
}

/** Put the exercises of a page in their places. */
export function equip(root, page) {
  for (const heading of root.querySelectorAll(".derive, .find-slip")) {
    const section = [];
    for (let next = heading.nextElementSibling; next && !/^H[1-6]$/.test(next.tagName);
      next = next.nextElementSibling) section.push(next);
    if (section.some((part) => part.matches(".try"))) continue;
    const displays = section.flatMap((part) => [...part.querySelectorAll("[data-formula]")]);
    const work = heading.matches(".derive")
      ? new Derivation(heading, page, displays[0]) : new Hunt(heading, page, displays);
    section.find((part) => part.matches("details")).before(work.element);
  }
  for (const place of root.querySelectorAll(".sheet")) {
    if (!place.querySelector(".try")) place.append(new Sheet(place).element);
  }
}
