// Moves the playground: takes over what the build has drawn, and draws it anew in each state.
import { CLASSES, PRESETS, SAME, address, fromAddress, reach, read, shares, view } from "./picture.js";
import { FLAT, MOST, descend, gradient, path, softmax, sum } from "./softmax.js";

const NOTCHES = [1 / 4, 1 / 3, 1 / 2, 1, 2, 3, 4].map(Math.log); // Where fractions are small.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const REST = 300; // Milliseconds without a move, after which the address follows.

/** Numbers that are meant: no `-0`, and nothing behind the tenth decimal. */
const rounded = (x, step) => Number((Math.round(x / step) * step).toFixed(10)) + 0;
const whole = (y) => Math.abs(sum(y) - 1) < SAME;
const between = (x, least, most) => Math.min(Math.max(x, least), most);

class MoveLogits extends HTMLElement {
  connectedCallback() {
    if (this.parts) return; // It was only put elsewhere.
    this.parts = {};
    for (const part of this.querySelectorAll("[data-part]")) (this.parts[part.dataset.part] ??= []).push(part);
    this.said = this.querySelector("[role=status]");
    this.leave = new AbortController();
    const { signal } = this.leave;
    const on = (target, event, listener, options) => target.addEventListener(event, listener, { signal, ...options });

    for (const handle of this.querySelectorAll(".handle")) {
      handle.setAttribute("role", "slider");
      handle.setAttribute("tabindex", "0");
      handle.setAttribute("aria-label", handle.dataset.label);
      // A picture's insides are for nobody's ears; those of a group are.
      handle.ownerSVGElement.setAttribute("role", "group");
      on(handle, "keydown", (event) => this.key(event, handle));
      on(handle.ownerSVGElement, "pointerdown", (event) => this.grab(event, handle));
      // A finger on it does not scroll; Chromium 156 knows no touch-action inside a drawing.
      on(handle, "touchstart", (event) => event.preventDefault(), { passive: false });
    }
    on(this, "click", (event) => this.press(event));
    on(this, "change", (event) => this.typed(event.target));
    on(this, "keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input[type=text]")) this.typed(event.target);
    });
    // A link in the text that names a state shows it here. Before Material 9.8.1, which would take it
    // for a way to the page that is there already.
    on(document, "click", (event) => this.follow(event), { capture: true });
    this.start(fromAddress(location.search));
  }

  disconnectedCallback() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.resting);
    this.leave.abort();
  }

  // The state

  start(state) {
    this.state = { ...state, trail: [] };
    this.before = [];
    this.keep(state);
    this.show();
  }

  /** Whether a label moves the others: as the labels of a state are found. */
  keep({ y }) {
    this.parts.keep[0].checked = whole(y);
  }

  /** Draw the state, and have the address follow when it rests. */
  show(change = {}) {
    Object.assign(this.state, change);
    for (const [name, attributes] of Object.entries(view(this.state))) {
      for (const part of this.parts[name] ?? []) {
        for (const [key, value] of Object.entries(attributes)) {
          if (key === "text") part.textContent = value;
          else if (key === "value") {
            // What a reader is typing stays, whatever moves meanwhile.
            const moving = Object.keys(this.end ?? {}).length > 0;
            if (part === document.activeElement && (moving || part.value !== part.shown)) continue;
            part.value = part.shown = value;
            this.valid(part, true);
          }
          else part.setAttribute(key, value);
        }
      }
    }
    for (const button of this.querySelectorAll("[data-preset]")) {
      const [, z, y] = PRESETS[button.dataset.preset];
      button.setAttribute("aria-pressed", String(z) === String(this.state.z) && String(y) === String(this.state.y));
    }
    const back = this.querySelector("[data-do=back]");
    if (back) back.disabled = this.before.length === 0;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.write(), REST);
  }

  write() {
    const query = address(this.state);
    const started = query === address(fromAddress(""));
    if (started && !location.search.includes("z=")) return;
    history.replaceState(history.state, "", `?${query}${location.hash}`);
    const more = document.querySelector("a.playground-more");
    if (more) more.search = query;
  }

  /** Say what was done, to everyone who sees it; the rest is for who does not. */
  tell(words = "") {
    for (const told of this.parts.told ?? []) told.textContent = words;
    for (const k of CLASSES) this.parts[`wrong${k}`][0].textContent = "";
  }

  refuse(words) {
    this.tell(words);
    this.said.textContent = words;
  }

  /** Let the state become another one: at once, or through `steps` on the way. */
  become({ z, y }, words, steps = null) {
    cancelAnimationFrame(this.frame);
    this.tell();
    const [from, labels, trail] = [this.state.z, this.state.y, this.state.trail];
    const end = { z, y, R: undefined, trail: steps ? [...trail, ...(trail.length ? steps.slice(1) : steps)] : [] };
    const say = () => {
      if (steps) this.tell(words);
      this.said.textContent = `${words} ${this.parts.words[0].textContent}`;
    };
    if (calm.matches) {
      this.show(end);
      say();
      return;
    }
    this.end = end;
    const R = Math.max(reach(from), reach(z));
    const lasts = between(60 * (steps?.length ?? 0), 350, 1500);
    const began = performance.now();
    const mix = (a, b, t) => a.map((x, k) => x + (b[k] - x) * t);
    const draw = (now) => {
      const t = between((now - began) / lasts, 0, 1);
      if (t === 1) {
        this.end = {};
        this.show(end);
        say();
        return;
      }
      const eased = t * t * (3 - 2 * t);
      if (steps) {
        const at = t * (steps.length - 1);
        const k = Math.floor(at);
        const here = mix(steps[k], steps[k + 1] ?? steps[k], at - k);
        this.show({ z: here, y, R, trail: [...trail, ...steps.slice(0, k + 1)] });
      } else {
        this.show({ z: mix(from, z, eased), y: mix(labels, y, eased), R, trail: [] });
      }
      this.frame = requestAnimationFrame(draw);
    };
    this.frame = requestAnimationFrame(draw);
  }

  /** End a motion that is under way where it was to end: a reader's hand does not leave it half done. */
  arrive() {
    cancelAnimationFrame(this.frame);
    Object.assign(this.state, this.end);
    this.end = {};
  }

  /** Set one logit or label; the other labels follow if their sum is to stay one. */
  set(name, k, x, held) {
    this.arrive();
    const list = this.state[name].with(k, x);
    if (name === "y" && this.parts.keep[0].checked && x >= 0 && x <= 1 && Math.min(...this.state.y) >= 0) {
      const others = CLASSES.filter((i) => i !== k);
      const left = sum(others.map((i) => this.state.y[i]));
      for (const i of others) list[i] = rounded(left > 0 ? (this.state.y[i] / left) * (1 - x) : (1 - x) / 2, 1e-10);
    }
    if (!whole(list) && name === "y") this.keep({ y: list });
    this.before = [];
    this.tell();
    this.show({ [name]: list, j: k, R: held, trail: [] });
  }

  // What a reader does

  key(event, handle) {
    const name = handle.dataset.part;
    const [step, far] = event.shiftKey ? [0.01, 0.1] : [0.1, 1];
    const moves = {
      ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -far, PageUp: far,
      Home: -Infinity, End: Infinity,
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (name === "here") { // Sideways to a lower corner, up to the one on top.
      if (!Number.isFinite(move)) return;
      const [k, change] = { ArrowLeft: [0, step], ArrowRight: [1, step] }[event.key] ?? [2, move];
      this.set("z", k, between(rounded(this.state.z[k] + change, step), -1000, 1000));
      return;
    }
    const [kind, k] = [name.at(-2), Number(name.at(-1))];
    const [least, most] = ["aria-valuemin", "aria-valuemax"].map((key) => Number(handle.getAttribute(key)));
    this.set(kind, k, between(rounded(this.state[kind][k] + move, step), least, most), kind === "z" ? reach(this.state.z) : undefined);
  }

  grab(event, handle) {
    const field = handle.ownerSVGElement;
    // A finger beside the handle scrolls the page.
    if (event.button !== 0 || (event.pointerType !== "mouse" && !handle.contains(event.target))) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    const name = handle.dataset.part;
    const [kind, k] = [name.at(-2), Number(name.at(-1))];
    const R = reach(this.state.z);
    const [least, most] = ["aria-valuemin", "aria-valuemax"].map((key) => Number(handle.getAttribute(key)));
    const move = ({ clientX, clientY }) => {
      const box = field.getBoundingClientRect();
      const [x, y] = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
      if (name === "here") this.pull([x * 240, y * 214]);
      else if (kind === "y") {
        const share = between((x - 0.02) / 0.96, 0, 1);
        this.set("y", k, rounded(least + share * (most - least), 0.05));
      } else {
        const there = between(((x - 0.5) / 0.46) * R, -R, R);
        const pixel = R / (0.46 * box.width);
        const notch = NOTCHES.find((value) => Math.abs(value - there) < 2.5 * pixel);
        this.set("z", k, notch ?? rounded(there, R / 500), R);
      }
    };
    // A window, not the handle, hears the rest: it is drawn anew while it is held.
    const held = new AbortController();
    const { signal } = held;
    const release = () => {
      held.abort();
      this.show({ R: undefined });
    };
    handle.setPointerCapture?.(event.pointerId);
    window.addEventListener("pointermove", move, { signal });
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, release, { signal });
    move(event);
  }

  /** Put the prediction at a place of the triangle; the mean of the logits stays. */
  pull(at) {
    this.arrive();
    const logs = shares(at).map(Math.log);
    const mean = (sum(this.state.z) - sum(logs)) / 3;
    const z = logs.map((x) => rounded(x + mean, 0.01));
    this.before = [];
    this.tell();
    this.show({ z, R: undefined, trail: [] });
  }

  typed(field) {
    field.shown = field.value;
    const name = field.dataset.part ?? "";
    if (name === "size") this.valid(field, this.rate() > 0);
    if (name === "keep" && field.checked) this.share();
    if (!name.startsWith("field-")) return;
    const [kind, k] = [name.at(-2), Number(name.at(-1))];
    const x = read(kind, field.value);
    if (!this.valid(field, !Number.isNaN(x))) {
      const found = field.value.trim() ? `“${field.value}”` : "An empty field";
      const words = `${found} cannot be read. Write a number up to ${kind === "z" ? "1000, such as 1.5, or log 3" : "10, such as 0.5, or 1/3"}.`;
      this.parts[`wrong${k}`][0].textContent = this.said.textContent = words;
      return;
    }
    this.set(kind, k, x);
    this.said.textContent = this.parts.words[0].textContent;
  }

  /** Have the labels sum to one again, each with its share. */
  share() {
    const total = sum(this.state.y);
    if (whole(this.state.y)) return;
    const y = this.state.y.map((x) => (total > 0 && Math.min(...this.state.y) >= 0 ? x / total : 1 / 3));
    this.become({ z: this.state.z, y }, "The labels sum to one.");
  }

  valid(field, good) {
    field.setAttribute("aria-invalid", !good);
    return good;
  }

  rate() {
    const x = read("z", this.parts.size[0].value);
    return x > 0 ? x : NaN;
  }

  press(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { preset, do: action } = button.dataset;
    if (!preset) this.arrive();
    const { z, y } = this.state;
    if (preset) {
      const [name, logits, labels] = PRESETS[preset];
      this.before = [];
      this.state.j = undefined;
      this.keep({ y: labels });
      this.become({ z: logits, y: labels }, `${name}.`);
    } else if (action === "raise") {
      const raised = z.map((x) => x + 1);
      if (Math.max(...raised) <= 1000) this.become({ z: raised, y }, "All logits are larger by one, and nothing else has changed.");
    } else if (action === "back") {
      const before = this.before[0];
      this.before = [];
      this.become({ z: before, y }, "Back at the start.");
    } else if (action) this.downhill(action, this.rate());
  }

  downhill(action, rate) {
    const { z, y } = this.state;
    if (Number.isNaN(rate)) {
      this.refuse("There is no step of this size. Write a number above 0, up to 1000.");
      return;
    }
    const steps = action === "step" ? [z, descend(z, y, rate)] : path(z, y, rate);
    const end = steps.at(-1);
    if (Math.max(...end.map(Math.abs)) > 1000) {
      this.refuse("The step is too long: a logit would be larger than 1000.");
      return;
    }
    if (steps.length === 1) {
      this.refuse(`This is the end: no entry of the gradient is larger than ${FLAT}.`);
      return;
    }
    this.before.push(z);
    const flat = Math.max(...gradient(end, y).map(Math.abs)) <= FLAT;
    const count = steps.length - 1;
    const told = action === "step" ? "One step." : flat
      ? `After ${count === 1 ? "one step" : `${count} steps`} no entry of the gradient is larger than ${FLAT}.`
      : `After ${MOST} steps it has not come to an end.`;
    this.become({ z: end, y }, told, steps);
  }

  follow(event) {
    const link = event.target.closest?.("a[href*='z=']");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin + link.pathname !== location.origin + location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    this.before = [];
    this.state.j = undefined;
    const state = fromAddress(link.search);
    this.keep(state);
    this.become(state, `${link.textContent}.`);
    this.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  }
}

customElements.define("move-logits", MoveLogits);
