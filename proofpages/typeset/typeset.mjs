// Typesets TeX with MathJax 4 as SVG with assistive MathML.
// Reads a line of JSON from standard input, [{tex, display, draw}, …], and answers with a line:
// [{svg, size, mathml} | {mathml} | {error}, …]; the second where it is not to be drawn.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const entry = pathToFileURL(resolve("node_modules/mathjax/node-main.mjs"));
const { default: MathJax } = await import(entry);
await MathJax.init({
  loader: { load: ["input/tex", "[tex]/boldsymbol", "output/svg", "adaptors/liteDOM", "a11y/assistive-mml"] },
  tex: {
    packages: { "[+]": ["boldsymbol"], "[-]": ["noundefined", "newcommand", "require", "autoload"] }, // No macros unseen.
    formatError: (_, error) => { throw error; },
  },
  output: { linebreaks: { inline: false } }, // One drawing a formula.
  svg: { fontCache: "local" },
});
const dom = MathJax.startup.adaptor;

// MathJax nests a group for every node of a formula, and shares each glyph's outline by a <use>,
// which a browser copies into a tree of its own. All that is drawn is filled outlines, so a formula
// becomes one path: few elements to style and lay out, and the same picture.
// Numbers are rounded to a thousandth of an em, and relative, so that a glyph is written in the same
// characters wherever it stands and compression finds it again.
const COMMANDS = "MLHVQTCSZ";
const join = (numbers) => numbers.join(" ").replaceAll(" -", "-");

// An outline in absolute commands, moved and scaled, in relative ones.
function outline(d, { x, y, scale }) {
  let [at, from] = [[0, 0], [0, 0]]; // The pen, and the start of the closed line that it draws.
  let path = "";
  for (const [, command, rest] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    if (!COMMANDS.includes(command)) throw new Error(`an outline with the command ${command}`);
    const numbers = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    const across = (k) => command === "H" || (command !== "V" && k % 2 === 0);
    const to = numbers.map((n, k) => Math.round(scale * n + (across(k) ? x : y)));
    const first = path === "";
    path += first ? `M${join(to)}`
      : command.toLowerCase() + join(to.map((n, k) => n - at[across(k) ? 0 : 1]));
    if (command === "Z") at = from;
    else if (command === "H") at = [to[0], at[1]];
    else if (command === "V") at = [at[0], to[0]];
    else at = to.slice(-2);
    if (command === "M") from = at;
  }
  return path;
}

function all(nodes, outlines, place) {
  const parts = nodes.map((node) => draw(node, outlines, place));
  return { path: parts.map((p) => p.path).join(""), rest: parts.map((p) => p.rest).join("") };
}

// What a node draws, as {path, rest}: outlines, and the markup of what is drawn in another way, as
// a stretched sign, which MathJax cuts out of a longer one.
function draw(node, outlines, place) {
  const kind = dom.kind(node);
  const here = placed(node, place);
  const filled = ["g", "use", "rect"].includes(kind) && dom.getAttribute(node, "fill") !== "none";
  if (!here || !filled) {
    const { x, y, scale } = place;
    const move = `translate(${Math.round(x)},${Math.round(y)}) scale(${Number(scale.toFixed(3))})`;
    return { path: "", rest: `<g transform="${move}">${markup(node, outlines)}</g>` };
  }
  if (kind === "g") {
    return all(dom.childNodes(node), outlines, here);
  }
  if (kind === "rect") {
    const [w, h, left, bottom] = ["width", "height", "x", "y"]
      .map((name) => Number(dom.getAttribute(node, name) ?? 0));
    return { path: outline(`M${left} ${bottom}H${left + w}V${bottom + h}H${left}Z`, here), rest: "" };
  }
  // U+2061, the sign of a function's application, has no outline.
  return { path: outline(outlines[reference(node)] ?? "", here), rest: "" };
}

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

const plain = (mathml) => mathml.replace(/ (data-[\w-]+|xmlns)="[^"]*"/g, "");

async function typeset({ tex, display, draw: drawn }) {
  if (!drawn) return { mathml: plain(await MathJax.tex2mmlPromise(tex, { display })) };
  const container = await MathJax.tex2svgPromise(tex, { display });
  const [svg, assistive] = dom.childNodes(container);
  const [defs, drawing] = dom.childNodes(svg);
  const [left, top, width, height] = dom.getAttribute(svg, "viewBox").split(" ").map(Number);
  const outlines = Object.fromEntries(dom.childNodes(defs).map((path) =>
    [dom.getAttribute(path, "id"), dom.getAttribute(path, "d")]));
  const { path, rest } = all(dom.childNodes(drawing), outlines, { x: 0, y: 0, scale: 1 });
  const mathml = plain(dom.outerHTML(dom.firstChild(assistive)));
  return {
    size: `width:${em(width)};height:${em(height)};vertical-align:${em(-(top + height))}`,
    svg: `<svg viewBox="${left} ${top} ${width} ${height}" fill="currentColor" aria-hidden="true">`
      + `<path transform="scale(1,-1)" d="${path}"/>`
      + (rest && `<g transform="scale(1,-1)" stroke="currentColor" stroke-width="0">${rest}</g>`)
      + "</svg>",
    mathml,
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
