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
const short = (x, digits = 1) => String(Number(x.toFixed(digits)));

// MathJax nests a group for every node of the formula. Glyphs carry all that is drawn, so the
// groups are folded into each glyph's place: a third of the elements, and the same picture.
function draw(node, outlines, used, x = 0, y = 0, scale = 1) {
  const place = placed(node, x, y, scale);
  const kind = dom.kind(node);
  if (!place || !["g", "use", "rect"].includes(kind)) {
    // A stretched sign, for example, which MathJax cuts out of a longer one: kept as it is.
    return `<g transform="${transform(x, y, scale)}">${whole(node, used)}</g>`;
  }
  [x, y, scale] = place;
  if (kind === "g") {
    return dom.childNodes(node).map((child) => draw(child, outlines, used, x, y, scale)).join("");
  }
  if (kind === "rect") {
    const [w, h, left, bottom] = ["width", "height", "x", "y"]
      .map((name) => scale * Number(dom.getAttribute(node, name) ?? 0));
    return `<rect x="${short(x + left)}" y="${short(y + bottom)}"`
      + ` width="${short(w)}" height="${short(h)}"/>`;
  }
  const id = dom.getAttribute(node, "xlink:href").replace(/^#MJX-\d+-/, "");
  if (!outlines[id]) return ""; // U+2061, the sign of a function's application, has none.
  used.add(id);
  // Not `href`: Material 9.8.1 writes to the property of that name, which is read-only here.
  return `<use xlink:href="#${id}" `
    + (scale === 1 ? `x="${short(x)}" y="${short(y)}"/>` : `transform="${transform(x, y, scale)}"/>`);
}

const transform = (x, y, scale) =>
  `translate(${short(x)},${short(y)})` + (scale === 1 ? "" : ` scale(${short(scale, 3)})`);

// Where a node stands, if it is moved and scaled evenly; null if it is drawn in another way.
function placed(node, x, y, scale) {
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
  return [x, y, scale];
}

function whole(node, used) {
  return dom.outerHTML(node).replace(/ data-[\w-]+="[^"]*"/g, "")
    .replace(/#MJX-\d+-([\w-]+)/g, (_, id) => {
      used.add(id);
      return `#${id}`;
    });
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
