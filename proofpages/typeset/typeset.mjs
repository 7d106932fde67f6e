// Typesets TeX with MathJax 4 as SVG and as MathML.
// Reads a line of JSON from standard input, [{tex, lead, display, letters, draw}, …], and answers with
// a line: [{svg, size, mathml, width, height, top, sides} | {mathml} | {error}, …]; the second where it is not to be
// drawn. `lead` is the left side that is drawn quietly before what begins with a relation; `letters`
// are two letters that have colours of their own, as has the first minus the second.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

let spoken = ""; // The MathML of the formula that was drawn last.

const entry = pathToFileURL(resolve("node_modules/mathjax/node-main.mjs"));
const { default: MathJax } = await import(entry);
await MathJax.init({
  loader: { load: ["input/tex", "[tex]/boldsymbol", "output/svg", "adaptors/liteDOM"] },
  tex: {
    packages: { "[+]": ["boldsymbol"], "[-]": ["noundefined", "newcommand", "require", "autoload"] }, // No macros unseen.
    formatError: (_, error) => { throw error; },
  },
  output: { linebreaks: { inline: false } }, // One drawing a formula.
  svg: { fontCache: "local" },
  // What is read out is what is drawn: once MathJax has drawn it (150), and not read a second time.
  options: { renderActions: { mathml: [150, () => {}, ({ root }) => { spoken = MathJax.startup.toMML(root); }] } },
});
const dom = MathJax.startup.adaptor;

// MathJax nests a group for every node of a formula, and shares each glyph's outline by a <use>,
// which a browser copies into a tree of its own. All that is drawn is filled outlines, so a formula
// becomes one path, or a few, one for each way in which its parts are shown: few elements to style
// and lay out, and the same picture.
// Numbers are rounded to a thousandth of an em, and relative, so that a glyph is written in the same
// characters wherever it stands and compression finds it again.
const COMMANDS = "MLHVQTCSZ";
const join = (numbers) => numbers.join(" ").replaceAll(" -", "-");

// The outlines that were drawn, by size: a site has a few hundred glyphs, each thousands of times.
const OUTLINES = new Map();

// An outline in absolute commands, moved and scaled, in relative ones; `ink` is the box of all drawn.
function outline(d, { x, y, scale }, ink) {
  const known = `${scale} ${d}`;
  if (!OUTLINES.has(known)) OUTLINES.set(known, relative(d, scale));
  const { start, path, box } = OUTLINES.get(known);
  const [across, up] = [Math.round(x), Math.round(y)];
  ink.left = Math.min(ink.left, box.left + across);
  ink.right = Math.max(ink.right, box.right + across);
  ink.bottom = Math.min(ink.bottom, box.bottom + up);
  ink.top = Math.max(ink.top, box.top + up);
  return start ? `M${join(start.map((n, k) => n + (k % 2 === 0 ? across : up)))}${path}` : "";
}

// An outline scaled, which is the same wherever it stands: the numbers that it starts with, all
// behind them in relative commands, and its box.
function relative(d, scale) {
  let [at, from] = [[0, 0], [0, 0]]; // The pen, and the start of the closed line that it draws.
  let [start, path] = [null, ""];
  const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const [, command, rest] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    if (!COMMANDS.includes(command)) throw new Error(`an outline with the command ${command}`);
    const to = (rest.match(/-?[\d.]+/g) ?? []).map((n) => Math.round(scale * Number(n)));
    const across = (k) => command === "H" || (command !== "V" && k % 2 === 0);
    to.forEach((n, k) => {
      const [low, high] = across(k) ? ["left", "right"] : ["bottom", "top"];
      box[low] = Math.min(box[low], n);
      box[high] = Math.max(box[high], n);
    });
    if (start) path += command.toLowerCase() + join(to.map((n, k) => n - at[across(k) ? 0 : 1]));
    else start = to;
    if (command === "Z") at = from;
    else if (command === "H") at = [to[0], at[1]];
    else if (command === "V") at = [at[0], to[0]];
    else at = to.slice(-2);
    if (command === "M") from = at;
  }
  return { start, path, box };
}

// Draws a node into a drawing {paths: {kind: path}, rest}: outlines by how they are shown, and the
// markup of what is drawn in another way, as a stretched sign, which MathJax cuts out of a longer one.
function draw(node, place, drawing, shown) {
  const kind = dom.kind(node);
  const here = placed(node, place);
  const filled = ["g", "use", "rect"].includes(kind) && dom.getAttribute(node, "fill") !== "none";
  if (!here || !filled) {
    const { x, y, scale } = place;
    const move = `translate(${Math.round(x)},${Math.round(y)}) scale(${Number(scale.toFixed(3))})`;
    drawing.rest += `<g transform="${move}">${markup(node, drawing.outlines)}</g>`;
  } else if (kind === "g") {
    drawRow(dom.childNodes(node), here, drawing, shown || letter(node, drawing.letters), mml(node));
  } else if (kind === "rect") {
    const [w, h, left, bottom] = ["width", "height", "x", "y"]
      .map((name) => Number(dom.getAttribute(node, name) ?? 0));
    add(drawing, shown, `M${left} ${bottom}H${left + w}V${bottom + h}H${left}Z`, here);
  } else {
    add(drawing, shown, drawing.outlines[reference(node)] ?? "", here); // U+2061 has no outline.
  }
}

// Draws nodes that stand side by side; the difference of the two letters gets a line below it.
function drawRow(nodes, place, drawing, shown, kind) {
  for (let k = 0; k < nodes.length; k += 1) {
    if (!shown && isDifference(nodes, k, drawing.letters)) {
      const ink = withInk(drawing, () => {
        for (const node of nodes.slice(k, k + 3)) draw(node, place, drawing, "difference");
      });
      const below = ink.bottom - 90;
      add(drawing, "difference",
        `M${ink.left} ${below}H${ink.right}V${below - 50}H${ink.left}Z`, { x: 0, y: 0, scale: 1 });
      k += 2;
    } else {
      // What stands above a letter, as an exponent, is not the letter's.
      draw(nodes[k], place, drawing, kind === "msubsup" && k === 2 && shown !== "lead" ? "" : shown);
    }
  }
}

function add(drawing, shown, d, place) {
  drawing.paths[shown] = (drawing.paths[shown] ?? "") + outline(d, place, drawing.ink);
}

// The box of all that is drawn meanwhile.
function withInk(drawing, work) {
  const before = drawing.ink;
  const ink = drawing.ink = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  work();
  before.left = Math.min(before.left, ink.left);
  before.right = Math.max(before.right, ink.right);
  before.bottom = Math.min(before.bottom, ink.bottom);
  before.top = Math.max(before.top, ink.top);
  drawing.ink = before;
  return ink;
}

const mml = (node) => dom.getAttribute(node, "data-mml-node");
const tex = (node) => dom.getAttribute(node, "data-latex") ?? "";

// What a node is a letter of, with its index: "first" or "second" of the letters, or "".
function letter(node, letters) {
  const kind = mml(node);
  if (kind === "msub" || kind === "msubsup") return letter(dom.firstChild(node), letters);
  if (kind !== "mi" || dom.childNodes(node).length !== 1) return "";
  const code = parseInt(dom.getAttribute(dom.firstChild(node), "data-c") ?? "", 16);
  const place = [...letters].findIndex((found) => {
    const offset = found.charCodeAt(0) - "a".charCodeAt(0);
    return code === 0x1d44e + offset || code === 0x1d41a + offset; // Italic, bold.
  });
  return ["first", "second"][place] ?? "";
}

// A sign as text: of an operator, or of a relation that TeX has in braces.
function sign(node) {
  if (mml(node) !== "mo") return "";
  return dom.childNodes(node).map((use) => String.fromCodePoint(
    parseInt(dom.getAttribute(use, "data-c") ?? "0", 16))).join("");
}

// Whether first − second stands at a place, with the same index, and is no part of a product.
function isDifference(nodes, k, letters) {
  const [first, minus, second] = nodes.slice(k, k + 3);
  if (!second || sign(minus) !== "−") return false;
  if (letter(first, letters) !== "first" || letter(second, letters) !== "second") return false;
  const alone = (node) => node === undefined || (mml(node) === "mo" && !"⋅/".includes(sign(node)))
    || (mml(node) === "msup" && mml(dom.firstChild(node)) === "mo"); // (p − y)²
  const index = (node) => tex(node).replace(tex(dom.firstChild(node)) || tex(node), "");
  return alone(nodes[k - 1]) && sign(nodes[k - 1] ?? first) !== "−"
    && alone(nodes[k + 3]) && index(first) === index(second);
}

// Draws a formula that stands in one line, and finds its sides {relation, terms}: where the relation
// before a side begins (0 for the first), and the box of each of its terms [left, top, width, height].
// A sign belongs to the term behind it, and what stands between parentheses to one term.
function drawLine(line, place, drawing, lead) {
  const sides = [{ relation: 0, terms: [] }];
  let [depth, ended, term] = [0, false, null];
  const nodes = dom.childNodes(line);
  for (let k = 0; k < nodes.length; k += 1) {
    const found = sign(nodes[k]);
    const x = placed(nodes[k], place)?.x ?? 0;
    // The square of (a + b)² is that of its ")".
    const edge = /^msu[bp]/.test(mml(nodes[k])) ? sign(dom.firstChild(nodes[k])) : found;
    depth += OPEN.includes(edge) ? 1 : CLOSE.includes(edge) ? -1 : 0;
    const relates = depth === 0 && RELATION.test(found);
    if (relates) {
      sides.push({ relation: Math.round(x), terms: [] });
      [ended, term] = [false, null];
    } else if (["mspace", "mstyle", "mtext"].includes(mml(nodes[k])) && depth === 0) {
      [ended, term] = [true, null]; // A condition follows.
    } else if (!ended && (!term || (depth === 0 && "+−".includes(found) && found && term.closed))) {
      term = { closed: false, ink: null };
      sides.at(-1).terms.push(term);
    }
    const shown = lead && sides.length === 1 ? "lead" : "";
    const width = !shown && isDifference(nodes, k, drawing.letters) ? 3 : 1;
    const part = nodes.slice(k, k + width);
    // Only p − y is drawn together, and its letters are two terms all the same.
    const ink = withInk(drawing, () => drawRow(part, place, drawing, shown, ""));
    k += width - 1;
    if (width === 3 && depth === 0 && !ended) {
      const middle = placed(nodes[k - 1], place).x;
      take(term, { ...ink, right: middle });
      term = { closed: true, ink: { ...ink, left: middle } };
      sides.at(-1).terms.push(term);
    } else if (term && !relates) {
      take(term, ink);
      term.closed ||= !"+−".includes(found) || !found;
    }
  }
  return sides.map(({ relation, terms }) => ({ relation, terms: terms.map(({ ink }) =>
    [ink.left, -ink.top, ink.right - ink.left, ink.top - ink.bottom]) }));
}

function take(term, { left, right, bottom, top }) {
  const ink = term.ink ?? { left, right, bottom, top };
  term.ink = { left: Math.min(ink.left, left), right: Math.max(ink.right, right),
    bottom: Math.min(ink.bottom, bottom), top: Math.max(ink.top, top) };
  term.closed ||= false;
}

const [OPEN, CLOSE] = [["(", "[", "{"], [")", "]", "}"]];
const RELATION = /^(:?=|[<>≤≥≠≔])$/;

const reference = (use) => dom.getAttribute(use, "xlink:href").slice(1);

// Where a node stands, if it is moved and scaled evenly; null if it is drawn in another way.
function placed(node, { x, y, scale }) {
  const steps = (dom.getAttribute(node, "transform") ?? "").match(/\w+\([^)]*\)/g) ?? [];
  for (const step of steps) {
    const [, kind, a, b] = /^(\w+)\(\s*([-\d.]+)(?:[\s,]+([-\d.]+))?\s*\)$/.exec(step) ?? [];
    if (kind === "translate") {
      x += scale * Number(a);
      y += scale * Number(b ?? 0);
    } else if (kind === "scale" && b === undefined) {
      scale *= Number(a);
    } else {
      return null;
    }
  }
  return { x, y, scale };
}

// A node as MathJax draws it, with the outline of each glyph in its place.
function markup(node, outlines) {
  return dom.outerHTML(node).replace(/ data-[\w-]+="[^"]*"/g, "")
    .replace(/<use([^>]*?) xlink:href="#([^"]+)"([^>]*)><\/use>/g, (_, before, id, after) =>
      `<path${before}${after} d="${outlines[id] ?? ""}"></path>`);
}

// A length in em of the text around it, where MathJax gives ex: the width of an ex differs from
// font to font, and the pages use the fonts of the reader's system.
const em = (units) => `${Number((units / 1000).toFixed(3))}em`;

// MathML as MathJax writes it, without what is for MathJax alone, in one line, each letter as it is.
const plain = (mathml) => mathml.replace(/ (data-[\w-]+|xmlns)="[^"]*"/g, "").replace(/\n */g, "")
  .replace(/&#x([0-9A-F]+);/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));

async function typeset({ tex, lead, display, letters, draw: isDrawn }) {
  const whole = lead ? `${lead} ${tex}` : tex;
  if (!isDrawn) return { mathml: plain(await MathJax.tex2mmlPromise(whole, { display })) };
  const container = await MathJax.tex2svgPromise(whole, { display });
  const mathml = plain(spoken);
  const [svg] = dom.childNodes(container);
  const [defs, picture] = dom.childNodes(svg);
  const [left, top, width, height] = dom.getAttribute(svg, "viewBox").split(" ").map(Number);
  const outlines = Object.fromEntries(dom.childNodes(defs).map((path) =>
    [dom.getAttribute(path, "id"), dom.getAttribute(path, "d")]));
  const ink = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  const drawing = { outlines, letters, ink, paths: { "": "" }, rest: "" };
  const flipped = dom.childNodes(picture)[0];
  const sides = drawLine(flipped, placed(flipped, { x: 0, y: 0, scale: 1 }), drawing, lead);
  const turn = ' transform="scale(1,-1)"';
  const drawn = Object.entries(drawing.paths).filter(([, d]) => d);
  const alone = drawn.length === 1 ? turn : "";
  const paths = drawn.map(([shown, d]) =>
    `<path${shown && ` class="math-${shown}"`}${alone} d="${d}"/>`).join("");
  return {
    size: `width:${em(width)};height:${em(height)};vertical-align:${em(-(top + height))}`,
    svg: `<svg viewBox="${left} ${top} ${width} ${height}" fill="currentColor" aria-hidden="true">`
      + (alone ? paths : `<g${turn}>${paths}</g>`)
      + (drawing.rest
        && `<g${turn} stroke="currentColor" stroke-width="0">${drawing.rest}</g>`)
      + "</svg>",
    mathml,
    width,
    height,
    top,
    sides,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  for (const formula of JSON.parse(line)) {
    try {
      answers.push(await typeset(formula));
    } catch (error) {
      answers.push({ error: error.message });
    }
  }
  process.stdout.write(JSON.stringify(answers) + "\n");
}
