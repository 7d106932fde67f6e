// A row of buttons that write TeX at the cursor, for who has no backslash at hand.
import { button, make } from "./answer.mjs";

const KEYS = [ // What the button shows, how it is called, what it writes; ¦ is where the cursor goes.
  ["a/b", "fraction", "\\frac{¦}{}"],
  ["∂", "derivative", "\\frac{\\partial ¦}{\\partial z_j}"],
  ["Σ", "sum", "\\sum_{k=1}^K ¦"],
  ["xᵢ", "index", "_¦"],
  ["x²", "power", "^{¦}"],
  ["eˣ", "exponential", "e^{¦}"],
  ["log", "logarithm", "\\log(¦)"],
  ["( )", "parentheses", "(¦)"],
  ["·", "times", " \\cdot ¦"],
  ["δ", "Kronecker delta", "\\delta_{i¦j}"],
];

/** The row for an input; `more` are letters of the page. */
export function keys(input, more = []) {
  const write = (text) => {
    const [front, back = ""] = text.split("¦");
    const [from, to] = [input.selectionStart, input.selectionEnd];
    const chosen = input.value.slice(from, to);
    input.setRangeText(front + chosen + back, from, to, "end");
    input.selectionStart = input.selectionEnd = from + front.length + chosen.length;
    input.dispatchEvent(new Event("input"));
    input.focus();
  };
  const all = [...KEYS, ...more.map((letter) => [letter, "letter", `${letter}¦`])];
  return make("div", { class: "try-keys", role: "group", "aria-label": "Write" },
    ...all.map(([shown, name, text]) =>
      button(shown, () => write(text), { "aria-label": `${shown}: ${name}`, class: "try-key" })));
}
