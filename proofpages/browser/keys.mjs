// A row of buttons that write TeX at the cursor, for who has no backslash at hand.
import { button, make } from "./answer.mjs";

const KEYS = [ // What the button shows, how it is called, what it writes; at ¦ is what was chosen.
  ["a/b", "fraction", "\\frac{¦}{}"],
  ["∂", "derivative", "\\frac{\\partial ¦}{\\partial z_j}"],
  ["Σ", "sum", "\\sum_{k=1}^K ¦"],
  ["xᵢ", "index", "_¦"],
  ["xⁿ", "power", "^{¦}"],
  ["eˣ", "exponential", "e^{¦}"],
  ["log", "logarithm", "\\log(¦)"],
  ["( )", "parentheses", "(¦)"],
  ["+", "plus", " + ¦"],
  ["−", "minus", " - ¦"],
  ["·", "times", " \\cdot ¦"],
  ["δ", "Kronecker delta", "\\delta_{ij}"],
];

const SIGNS = { // What a keyboard or a page gives, and what TeX has for it.
  "−": "-", "–": "-", "·": "\\cdot ", "⋅": "\\cdot ", "×": "\\cdot ", "*": "\\cdot ", "∑": "\\sum", "Σ": "\\sum",
  "∂": "\\partial ", "∇": "\\nabla", "≤": "\\leq ", "≥": "\\geq ", "≠": "\\neq ", "√": "\\sqrt", "∈": "\\in ",
  "ℝ": "\\mathbb{R}", "…": "\\dots ", "δ": "\\delta", "ε": "\\varepsilon", "σ": "\\sigma", "α": "\\alpha",
  "β": "\\beta", "γ": "\\gamma", "λ": "\\lambda", "μ": "\\mu", "π": "\\pi", "τ": "\\tau", "θ": "\\theta",
  "²": "^2", "³": "^3", "ᵢ": "_i", "ⱼ": "_j", "ₖ": "_k", "₁": "_1", "₂": "_2", "₃": "_3", "\u00a0": " ",
};
// A star is times, but as an index or a power, where TeX has it for the best of something.
const SIGN = new RegExp(`(?<![_^{])[*]|[${Object.keys(SIGNS).filter((sign) => sign !== "*").join("")}]`, "g");

/** Have an input write TeX for signs that a keyboard has, or that were copied from a page. */
export function inTeX(input) {
  const written = (text) => text.replace(SIGN, (sign) => SIGNS[sign]);
  input.addEventListener("input", (event) => {
    if (event.isComposing || input.value.search(SIGN) < 0) return;
    const place = written(input.value.slice(0, input.selectionStart)).length;
    input.value = written(input.value);
    input.setSelectionRange(place, place);
  }, { capture: true }); // Before anyone reads what stands there.
  return input;
}

/** What is meant by names of functions without their backslash, and by a delta without braces. */
export const meant = (tex) => tex
  .replace(/(?<![\\A-Za-z{])(log|ln|exp)(?![A-Za-z])/g, "\\$1")
  .replace(/\\delta_([a-z])([a-z])(?![a-z])/g, "\\delta_{$1$2}");

/** The row for an input; `more` are letters of the page. */
export function keys(input, more = []) {
  const write = (text) => {
    const [front, back] = text.split("¦");
    const [from, to] = [input.selectionStart, input.selectionEnd];
    const chosen = back === undefined ? "" : input.value.slice(from, to);
    input.setRangeText(front + chosen + (back ?? ""), from, to, "end");
    input.selectionStart = input.selectionEnd = from + front.length + chosen.length;
    input.dispatchEvent(new Event("input"));
    input.focus();
  };
  const onward = () => { // Into the next braces, or out of these: a telephone has no arrow keys.
    const from = input.selectionEnd;
    const rest = input.value.slice(from);
    // By what a derivative is taken is chosen, so that another letter takes its place.
    const found = /\}\s*\{\\partial (?<chosen>[^{}]*)|\}\s*\{|[{}]|$/d.exec(rest);
    const [start, end] = found.indices.groups?.chosen ?? [found.indices[0][1], found.indices[0][1]];
    input.setSelectionRange(from + start, from + end);
    input.focus();
  };
  const all = [...KEYS, ...more.map((letter) => [letter, "letter", letter])];
  return make("div", { class: "try-keys", role: "group", "aria-label": "Write" },
    ...all.map(([shown, name, text]) =>
      button(shown, () => write(text), { "aria-label": `${shown}: ${name}`, class: "try-key" })),
    button("→", onward, { "aria-label": "→: to the next place", class: "try-key" }));
}
