// What the playground shows of a state: for each part of the page, by name, its attributes and text.
// The build writes them into the page (markup.mjs), and the browser sets them anew (playground.js).
import { difference, fraction, gradient, loss, slope, softmax, sum, weights } from "./softmax.js";

const CLASSES = [0, 1, 2];
const NAMES = ["z", "y"];
const log = Math.log;

/** What a reader can start from: a name, the logits, the labels. The first is the running example. */
const PRESETS = [
  ["Running example", [0, log(2), log(3)], [0, 0, 1]],
  ["Sure and right", [0, 0, log(98)], [0, 0, 1]],
  ["Sure and wrong", [log(98), 0, 0], [0, 0, 1]],
  ["A tie", [0, 0, 0], [0, 0, 1]],
  ["Saturated", [0, 0, -40], [0, 0, 1]],
  ["Soft label", [0, log(2), log(3)], [0.1, 0.1, 0.8]],
  ["Two labels", [0, log(2), log(3)], [0, 1, 1]],
];
const LARGEST = { z: 1000, y: 10 };
const SAME = 1e-6; // A slope that is measured agrees up to this.

// Numbers, written

const minus = (text) => String(text).replace(/^-/, "−");
const raised = (n) => String(n).replace(/./g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]));

/** A number with four decimals; what is tiny or huge, with a power of ten. */
function decimal(x) {
  if (Number.isNaN(x)) return "0/0";
  if (!Number.isFinite(x)) return x < 0 ? "−∞" : "∞";
  if (x === 0 || (Math.abs(x) >= 5e-5 && Math.abs(x) < 1e5)) return minus(x.toFixed(4).replace(/^-(0\.0*)$/, "$1"));
  const [digits, power] = x.toExponential(1).split("e");
  return `${minus(digits)}×10${raised(Number(power))}`;
}

const ratio = ([n, d]) => minus(d === 1 ? n : `${n}/${d}`);

/** A fraction where it is one, else decimals. */
const short = (x, exact) => (exact ? ratio(exact) : decimal(x));

/** A logit or label as its field has it: a logarithm or a fraction where it is one. */
function written(name, x) {
  const plain = Number(x.toFixed(6));
  if (Math.abs(plain - x) < 1e-12) return minus(plain);
  const found = fraction(name === "z" ? Math.exp(x) : x);
  if (!found) return minus(Number(x.toFixed(4)));
  return (name === "z" ? "log " : "") + ratio(found);
}

const NUMBER = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?:\/(\d+))?$/i;
const LOGARITHM = /^(?:(.*?)([-+ ]))?(?:log|ln)\(?(\d+(?:\.\d+)?)(?:\/(\d+))?\)?$/i;

/** The number that a reader has typed, such as `1.5`, `1/3`, `log 3`, `5 + log 2/3`; NaN if none. */
function read(name, text) {
  const plain = text.replace(/[−–]/g, "-").replace(/,/g, ".").replace(/\s+/g, "");
  const [, n, d = 1] = NUMBER.exec(plain) ?? [];
  let x = n === undefined ? NaN : n / d;
  const [whole, before = "", sign, a, b = 1] = (name === "z" && LOGARITHM.exec(plain)) || [];
  if (whole) x = Number(before) + (sign === "-" ? -1 : 1) * log(a / b);
  return Math.abs(x) <= LARGEST[name] ? x + 0 : NaN;
}

// The address

/** A state as it stands in an address: `z=0,log2,log3&y=0,0,1`. */
function address(state) {
  return NAMES.map((name) => {
    const list = state[name].map((x) => {
      const text = written(name, x).replace("−", "-").replace(" ", "");
      return read(name, text) === x ? text : x;
    });
    return `${name}=${list.join(",")}`;
  }).join("&");
}

/** The state in an address's query, or that of the running example where it has none. */
function fromAddress(query) {
  const given = new URLSearchParams(query);
  const [, ...first] = PRESETS[0];
  const [z, y] = NAMES.map((name, k) => {
    const list = (given.get(name) ?? "").split(",").map((text) => read(name, text));
    return list.length === 3 && !list.some(Number.isNaN) ? list : first[k];
  });
  return { z, y };
}

// Places

const WINDOWS = [5, 10, 25, 50, 100, 250, 500, 1000];
/** The logits that a plot spans, from -R to R. */
const reach = (z) => WINDOWS.find((R) => Math.max(...z.map(Math.abs)) <= R);

const across = (x, R) => 50 + (46 * x) / R;
const near = (x) => Number(x.toFixed(3));
const percent = (x) => `${near(x)}%`;
const points = (list) => list.map((pair) => pair.map((x) => x.toFixed(2)).join(",")).join(" ");

/** Where a list of shares lies in the triangle, whose corners are the classes. */
function place(shares) {
  const corners = [[20, 190], [220, 190], [120, 17]];
  return [0, 1].map((axis) => sum(shares.map((share, k) => share * corners[k][axis])));
}

const CORNERS = CLASSES.map((k) => place(CLASSES.map((j) => Number(j === k))));

/** The shares at a place of the triangle, none of them smaller than a thousandth. */
function shares([x, y]) {
  const top = (190 - y) / 173;
  const right = (x - 20) / 200 - top / 2;
  const list = [1 - right - top, right, top].map((share) => Math.max(share, 0.001));
  return list.map((share) => share / sum(list));
}

/** The exact numbers of a state: fractions [n, d], or null where a number is none. */
function exactly({ z, y }) {
  const w = weights(z);
  const [all, labels] = [w && sum(w), y.map((x) => fraction(x))];
  const reduced = (n, d) => fraction(n / d, 9999);
  const p = CLASSES.map((j) => w && reduced(w[j], all));
  const minusLabel = (factor) => CLASSES.map((j) => {
    const [n, d] = labels[j] ?? [];
    return w && n !== undefined ? reduced(factor * w[j] * d - n * all, all * d) : null;
  });
  const total = fraction(sum(y));
  const slopes = total && total[1] === 1 ? minusLabel(total[0]) : CLASSES.map(() => null);
  return { w, p, y: labels, difference: minusLabel(1), gradient: slopes };
}

/** The class that is the right one, where the labels are one-hot; else -1. */
const right = (y) => (y.filter((x) => x === 0).length === 2 ? y.indexOf(1) : -1);

/** The state in a sentence or two. */
function words(state, exact) {
  const { z, y } = state;
  const [p, d, g] = [softmax(z), difference(z, y), gradient(z, y)];
  const [t, total] = [right(y), sum(y)];
  const j = t < 0 ? g.map(Math.abs).indexOf(Math.max(...g.map(Math.abs))) : t;
  const first = t < 0
    ? `The labels are ${y.map((x) => written("y", x)).join(", ")}.`
    : `Class ${t + 1} is the right one, and has p = ${short(p[t], exact.p[t])}.`;
  if (Math.abs(total - 1) > SAME) {
    return `${first} They sum to ${written("y", total)}, not to one: p − y is not the slope, and pΣy − y is.`;
  }
  const steep = -y[j] / p[j];
  const calm = Math.abs(steep) > 1000
    ? ` In the probability the slope is ${decimal(steep)}; in the logit it stays at ${short(d[j], exact.difference[j])}.`
    : "";
  if (Math.max(...g.map(Math.abs)) < 5e-5) return `${first} p equals y to the digits shown, so the loss is flat.${calm}`;
  const way = d[j] < 0 ? "lowers" : "raises";
  return `${first} Raising z${"₁₂₃"[j]} ${way} the loss, at the rate p − y = ${short(d[j], exact.difference[j])}.${calm}`;
}

/** The formulas of one class, with the numbers in them. */
function formulas({ z, y }, j, exact) {
  const [p, d, total] = [softmax(z), difference(z, y), sum(y)];
  const index = "₁₂₃"[j];
  const parts = exact.w ?? z.map((x) => Math.exp(x - Math.max(...z)));
  const write = (x) => (exact.w ? minus(x) : decimal(x));
  const terms = CLASSES.filter((i) => y[i] !== 0)
    .map((i) => `${y[i] === 1 ? "" : `${written("y", y[i])} · `}log (${short(p[i], exact.p[i])})`);
  const label = written("y", y[j]);
  const less = label.startsWith("−") ? `(${label})` : label;
  return {
    share: `p${index} = ${write(parts[j])} / (${parts.map(write).join(" + ")}) = ${short(p[j], exact.p[j])}`,
    loss: `L = −${terms.length > 1 ? `(${terms.join(" + ")})` : terms[0] ?? "0"} = ${decimal(loss(z, y))}`,
    slope: Math.abs(total - 1) > SAME
      ? `∂L/∂z${index} = p${index} Σy − y${index} = ${short(p[j], exact.p[j])} · ${written("y", total)} − ${less} = ${short(gradient(z, y)[j], exact.gradient[j])}`
      : `∂L/∂z${index} = p${index} − y${index} = ${short(p[j], exact.p[j])} − ${less} = ${short(d[j], exact.difference[j])}`,
  };
}

/**
 * All parts of the picture.
 *
 * state: the logits `z` and labels `y`; the class `j` that was moved last; `R`, what the plots span,
 * if it is held; the `trail` of logits that descent has left.
 */
function view(state) {
  const { z, y, j = right(y) < 0 ? 0 : right(y), R = reach(z), trail = [] } = state;
  const exact = exactly(state);
  const [p, d, g, L] = [softmax(z), difference(z, y), gradient(z, y), loss(z, y)];
  const slopes = CLASSES.map((k) => slope(z, y, k));
  const [high, low] = [Math.max(6, 1.25 * L), Math.min(-0.5, 1.25 * L)];
  const down = (value) => 93 - (86 * (value - low)) / (high - low);
  const shown = [...p, ...y, ...y.map((x, k) => x + slopes[k])].filter((x) => Math.abs(x) < 20);
  const [least, most] = [Math.min(0, ...shown), Math.max(1, ...shown)];
  const along = (x) => 2 + (96 * (Math.min(Math.max(x, least), most) - least)) / (most - least);
  const parts = {};

  for (const k of CLASSES) {
    const [here, there] = [along(y[k]), along(p[k])];
    const tangent = (rate) => { // A line through the point, about as long in every direction.
      const [dx, dy] = [46 / R, (-86 * rate) / (high - low)];
      const scale = 62 / Math.hypot(3 * dx, 1.3 * dy);
      const [x, at] = [across(z[k], R), down(L)];
      const [right, up] = [dx * scale, dy * scale];
      return { x1: near(x - right), y1: near(at - up), x2: near(x + right), y2: near(at + up) };
    };
    const curve = Array.from({ length: 97 }, (_, n) => {
      const x = ((n - 48) / 48) * (50 / 46) * R;
      return [across(x, R), down(loss(z.with(k, x), y))];
    });
    const step = (name, x) => ({
      "aria-valuemin": name === "z" ? -R : least, "aria-valuemax": name === "z" ? R : most,
      "aria-valuenow": Number(x.toFixed(4)),
      "aria-valuetext": `${written(name, x)}; p ${short(p[k], exact.p[k])}, p − y ${short(d[k], exact.difference[k])}, loss ${decimal(L)}`,
    });
    const arrow = (from, to) => {
      const head = Math.sign(to - from);
      return { from: percent(from), to: percent(to), turn: head < 0 ? "rotate(180)" : "", hidden: Math.abs(to - from) < 0.4 };
    };
    const ends = { d: arrow(here, there), s: arrow(here, along(y[k] + slopes[k])) };
    const steep = y[k] === 0 && p[k] > 0 ? 0 : -y[k] / p[k];
    Object.assign(parts, {
      [`curve${k}`]: { points: points(curve) },
      [`axis${k}`]: { y1: percent(down(0)), y2: percent(down(0)) },
      [`level${k}`]: { y1: percent(down(L)), y2: percent(down(L)) },
      [`measured${k}`]: tangent(slopes[k]),
      [`claimed${k}`]: tangent(d[k]),
      [`handle-z${k}`]: { x: percent(across(z[k], R)), y: percent(down(L)), ...step("z", z[k]) },
      [`handle-y${k}`]: { x: percent(here), ...step("y", y[k]) },
      [`field-z${k}`]: { value: written("z", z[k]) },
      [`field-y${k}`]: { value: written("y", y[k]) },
      [`print-z${k}`]: { text: written("z", z[k]) },
      [`print-y${k}`]: { text: written("y", y[k]) },
      [`bar-p${k}`]: { x: percent(along(0)), width: percent(Math.max(there - along(0), 0)) },
      [`bar-y${k}`]: { x: percent(Math.min(here, along(0))), width: percent(Math.abs(here - along(0))) },
      [`zero${k}`]: { x1: percent(along(0)), x2: percent(along(0)) },
      [`guide-p${k}`]: { x1: percent(there), x2: percent(there) },
      [`guide-y${k}`]: { x1: percent(here), x2: percent(here) },
      [`exact-p${k}`]: { text: exact.p[k] ? ratio(exact.p[k]) : "" },
      [`p${k}`]: { text: decimal(p[k]) },
      [`exact-d${k}`]: { text: exact.difference[k] ? ratio(exact.difference[k]) : "" },
      [`d${k}`]: { text: decimal(d[k]) },
      [`agrees${k}`]: { text: Math.abs(slopes[k] - d[k]) < SAME ? "=" : "≠" },
      [`s${k}`]: { text: decimal(Math.abs(slopes[k]) < 1e-7 ? 0 : slopes[k]) },
      [`exact-g${k}`]: { text: exact.gradient[k] ? ratio(exact.gradient[k]) : "" },
      [`g${k}`]: { text: decimal(g[k]) },
      [`steep${k}`]: { text: decimal(steep) },
    });
    for (const [name, { from, to, turn, hidden }] of Object.entries(ends)) {
      parts[`arrow-${name}${k}`] = { x1: from, x2: to, visibility: hidden ? "hidden" : "visible" };
      parts[`tip-${name}${k}`] = { x: to, visibility: hidden ? "hidden" : "visible" };
      parts[`point-${name}${k}`] = { transform: turn };
    }
  }
  const total = sum(y);
  const label = total > 0 && Math.min(...y) >= 0; // It lies in the triangle, once it sums to one.
  const at = place(p);
  const from = label ? place(y.map((x) => x / total)) : at;
  const way = Math.hypot(at[0] - from[0], at[1] - from[1]);
  const turn = (Math.atan2(at[1] - from[1], at[0] - from[0]) * 180) / Math.PI;
  const arrow = { visibility: way > 9 ? "visible" : "hidden" };
  const { share, loss: sums, slope: rate } = formulas(state, j, exact);
  return Object.assign(parts, {
    here: { x: near(at[0]), y: near(at[1]), "aria-valuenow": Number(p[2].toFixed(4)), "aria-valuetext": `p = ${p.map((x, k) => short(x, exact.p[k])).join(", ")}` },
    label: { x: near(from[0]), y: near(from[1]), visibility: label ? "visible" : "hidden" },
    arrow: { x1: near(from[0]), y1: near(from[1]), x2: near(at[0]), y2: near(at[1]), ...arrow },
    tip: { transform: `translate(${at.map(near)}) rotate(${near(turn)}) translate(-7 0)`, ...arrow },
    trail: { points: points(trail.map((before) => place(softmax(before)))) },
    loss: { text: decimal(L) },
    "sum-p": { text: decimal(sum(p)) },
    "sum-y": { text: written("y", total) },
    "sum-d": { text: decimal(Math.abs(sum(d)) < 1e-12 ? 0 : sum(d)) },
    words: { text: words(state, exact).replace(/ ([−=]) /g, "\u00a0$1\u00a0") },
    "key-y": { text: Math.abs(total - 1) < SAME ? "y" : "y / Σy" },
    least: { text: minus(-R) },
    most: { text: R },
    share: { text: share },
    sums: { text: sums },
    rate: { text: rate },
  });
}

export { CLASSES, CORNERS, PRESETS, SAME, address, fromAddress, reach, read, shares, view, words, written, exactly };
