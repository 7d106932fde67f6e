// Typesets TeX with MathJax 4 as SVG with assistive MathML.
// Reads a line of JSON from standard input, [{tex, display}, …], and answers with a line:
// [{svg, mathml, glyphs: {id: path}} | {error}, …].
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const entry = pathToFileURL(resolve("node_modules/mathjax/node-main.mjs"));
const { default: MathJax } = await import(entry);
await MathJax.init({
  loader: { load: ["input/tex", "output/svg", "adaptors/liteDOM", "a11y/assistive-mml"] },
  tex: {
    packages: { "[-]": ["noundefined", "newcommand", "require", "autoload"] }, // No macros unseen.
    formatError: (_, error) => { throw error; },
  },
  output: { linebreaks: { inline: false } }, // One drawing a formula.
  svg: { fontCache: "local" },
});
const dom = MathJax.startup.adaptor;
const short = (x) => String(Number(x.toFixed(1)));

// MathJax nests a group for every node of the formula. Glyphs carry all that is drawn, so the
// groups are folded into each glyph's place: a third of the elements, and the same picture.
function draw(node, outlines, used, x = 0, y = 0, scale = 1) {
  const kind = dom.kind(node);
  const move = /^(?:translate\(([-\d.]+)(?:,\s*([-\d.]+))?\))?\s*(?:scale\(([-\d.]+)\))?$/
    .exec(dom.getAttribute(node, "transform") ?? "");
  const own = dom.allAttributes(node).map((a) => a.name)
    .filter((name) => !name.startsWith("data-") && name !== "transform");
  if (!move) throw new Error(`a transformation that is not known: ${dom.outerHTML(node)}`);
  x += scale * Number(move[1] ?? 0);
  y += scale * Number(move[2] ?? 0);
  scale *= Number(move[3] ?? 1);
  if (kind === "g" && own.length === 0) {
    return dom.childNodes(node).map((child) => draw(child, outlines, used, x, y, scale)).join("");
  }
  if (kind === "use") {
    const id = dom.getAttribute(node, "xlink:href").replace(/^#MJX-\d+-/, "");
    if (!outlines[id]) return ""; // U+2061, the sign of a function's application, has none.
    used.add(id);
    // Not `href`: Material 9.8.1 writes to the property of that name, which is read-only here.
    return scale === 1
      ? `<use xlink:href="#${id}" x="${short(x)}" y="${short(y)}"/>`
      : `<use xlink:href="#${id}" transform="translate(${short(x)},${short(y)}) scale(${Number(scale.toFixed(3))})"/>`;
  }
  if (kind === "rect") {
    const [w, h, left, bottom] = ["width", "height", "x", "y"]
      .map((name) => scale * Number(dom.getAttribute(node, name) ?? 0));
    return `<rect x="${short(x + left)}" y="${short(y + bottom)}" width="${short(w)}" height="${short(h)}"/>`;
  }
  throw new Error(`an element that is not known: ${dom.outerHTML(node)}`);
}

// A length in em of the text around it, where MathJax gives ex: the width of an ex differs from
// font to font, and the pages use the fonts of the reader's system.
const em = (units) => `${Number((units / 1000).toFixed(3))}em`;

async function typeset({ tex, display }) {
  const container = await MathJax.tex2svgPromise(tex, { display });
  const [svg, assistive] = dom.childNodes(container);
  const [defs, drawing] = dom.childNodes(svg);
  const [left, top, width, height] = dom.getAttribute(svg, "viewBox").split(" ").map(Number);
  const outlines = Object.fromEntries(dom.childNodes(defs).map((path) =>
    [dom.getAttribute(path, "id").replace(/^MJX-\d+-/, ""), dom.getAttribute(path, "d")]));
  const used = new Set();
  const picture = dom.childNodes(drawing).map((child) => draw(child, outlines, used)).join("");
  const mathml = dom.outerHTML(dom.firstChild(assistive)).replace(/ (data-[\w-]+|xmlns)="[^"]*"/g, "");
  return {
    svg: `<svg width="${em(width)}" height="${em(height)}" style="vertical-align:${em(-(top + height))}"`
      + ` viewBox="${left} ${top} ${width} ${height}" aria-hidden="true" focusable="false">`
      + `<g fill="currentColor" transform="scale(1,-1)">${picture}</g></svg>`,
    mathml,
    glyphs: Object.fromEntries([...used].map((id) => [id, outlines[id]])),
    height: height / 1000,
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
