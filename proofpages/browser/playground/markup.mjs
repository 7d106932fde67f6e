// Writes the playground into a page while it is built: all of it, or the smaller one for the home page.
import { CLASSES, CORNERS, PRESETS, view } from "./picture.js";

const whole = process.argv[2] === "whole";
const [, z, y] = PRESETS[0];
const parts = view({ z, y });

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** An element, whose attributes and text the browser sets anew if it is a part of the picture. */
function put(name, part, attributes = "", inner = "") {
  const { text = inner, ...rest } = parts[part] ?? {};
  const set = Object.entries(rest)
    .filter(([key]) => !key.startsWith("aria-")) // Until a script moves it, it is a picture.
    .map(([key, value]) => ` ${key}="${escape(value)}"`);
  const content = text === inner ? inner : escape(text);
  const end = name === "input" ? ">" : `>${content}</${name}>`;
  return `<${name} data-part="${part}"${set.join("")}${attributes && ` ${attributes}`}${end}`;
}

const HIDDEN = ' aria-hidden="true"'; // A reader who hears the page is told the number beside it.
const diamond = (r) => `M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z`;
const handle = (part, mark, label) => put("svg", part, `class="handle" width="1" height="1" data-label="${label}"`,
  `<circle class="touch" r="18"></circle>${mark}`);

const field = (name, k, label) => `<span class="typed">${put("span", `print-${name}${k}`, 'class="print"')}${
  put("input", `field-${name}${k}`, `class="control" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label="${label}"`)}</span>`;

// Two thin lines lead from the ends of p and y to those of the arrows.
const lane = (inner, k) => `<dd class="lane"><svg width="100%" height="100%"${inner.includes("handle") ? "" : HIDDEN}>${
  ["zero", "guide-p", "guide-y"].map((name) => put("line", `${name}${k}`, `class="${name}" y1="0" y2="100%"`)).join("")}${inner}</svg></dd>`;

const bar = (part) => put("rect", part, 'y="50%" height="14" transform="translate(0 -7)"');

const arrow = (kind, k) => put("line", `arrow-${kind}${k}`, 'class="shaft" y1="50%" y2="50%"')
  + put("svg", `tip-${kind}${k}`, 'y="50%" width="1" height="1" overflow="visible"', put("path", `point-${kind}${k}`, 'd="M1 0L-8 -5L-8 5Z"'));

const number = (part, exact, before = "") => `<dd class="number">${exact ? put("b", exact) : ""}${before}${put("span", part)}</dd>`;

function row(name, classes, drawn, numbers, k) {
  return `<div class="row ${classes}"><dt>${name}</dt>${lane(drawn, k)}${numbers}</div>`;
}

function card(k) {
  const title = `Class ${k + 1}`;
  const plot = `<svg class="plot" width="100%" height="100%" role="img" aria-label="${title}: the loss against its logit, with the slope at the point">`
    + put("line", `axis${k}`, 'class="axis" x1="0" x2="100%"')
    + '<line class="axis" x1="50%" x2="50%" y1="5%" y2="97%"></line>'
    + put("line", `level${k}`, 'class="level" x1="0" x2="100%"')
    + `<svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none"${HIDDEN}>`
    + put("polyline", `curve${k}`, 'class="curve"')
    + put("line", `measured${k}`, 'class="measured"')
    + put("line", `claimed${k}`, 'class="claimed"')
    + `</svg>${handle(`handle-z${k}`, '<circle class="mark" r="8"></circle>', `Logit of class ${k + 1}`)}</svg>`;
  const rows = [
    row("<i>p</i>", "p", bar(`bar-p${k}`), number(`p${k}`, `exact-p${k}`), k),
    row("<i>y</i>", "y", bar(`bar-y${k}`)
      + handle(`handle-y${k}`, `<path class="mark" d="${diamond(8)}"></path>`, `Label of class ${k + 1}`).replace("<svg", '<svg y="50%"'),
    `<dd class="number">${field("y", k, `Label of class ${k + 1}, typed`)}</dd>`, k),
    row("<i>p</i> − <i>y</i>", "d", arrow("d", k), number(`d${k}`, `exact-d${k}`), k),
    row("slope", "s", arrow("s", k), number(`s${k}`, "", `${put("em", `agrees${k}`)} `), k),
  ];
  if (whole) {
    const plain = (name, classes, numbers) => `<div class="row ${classes}"><dt class="long">${name}</dt>${numbers}</div>`;
    rows.push(plain("<i>p</i> Σ<i>y</i> − <i>y</i>", "g", number(`g${k}`, `exact-g${k}`)));
    rows.push(plain("−<i>y</i>/<i>p</i>", "steep", number(`steep${k}`)));
  }
  return `<section class="card" aria-label="${title}"><div class="logit"><span class="title">${title}</span><span><i>z</i><sub>${k + 1}</sub> = ${
    field("z", k, `Logit of class ${k + 1}, typed`)}</span></div><div class="moved"><span class="height" aria-hidden="true"><i>L</i></span>${plot}<div class="ends" aria-hidden="true">${
    put("span", "least")}<span><i>z</i><sub>${k + 1}</sub></span>${put("span", "most")}</div></div><dl>${rows.join("")}</dl>${put("p", `wrong${k}`, 'class="wrong"')}</section>`;
}

const button = (text, attributes) => `<button type="button" ${attributes}>${text}</button>`;
const presets = [...PRESETS.map(([name], k) => button(name, `data-preset="${k}"`)), button("Raise all by 1", 'data-do="raise"')].join("");

const [a, b, c] = CORNERS;
const triangle = '<figure class="triangle"><svg viewBox="0 0 240 214" role="img" aria-label="A triangle with a corner for each class; an arrow leads from the label y to the prediction p">'
  + `<path class="edge" d="M${a}L${b}L${c}Z"></path>`
  + `<text x="${a[0]}" y="207">class 1</text><text x="${b[0]}" y="207">class 2</text><text x="${c[0] + 12}" y="14" class="top">class 3</text>`
  + put("polyline", "trail", 'class="trail"')
  + put("line", "arrow", 'class="arrow"') + put("path", "tip", 'class="tip" d="M0 0L-9 -5L-9 5Z"')
  + put("svg", "label", `class="label" width="1" height="1" overflow="visible"${HIDDEN}`, `<path d="${diamond(6)}"></path>`)
  + handle("here", '<circle class="mark" r="6"></circle>', "Prediction; left: to class 1, right: to class 2, up: to class 3")
  + `</svg><figcaption><span class="key p">● <i>p</i></span> <span class="key y">◇ ${put("i", "key-y")}</span> <span class="key d">→ from label to prediction</span></figcaption></figure>`;

const beside = `<div class="beside"><p class="formula">${put("span", "share")}</p><p class="formula">${put("span", "sums")}</p><p class="formula">${put("span", "rate")}</p>
<p class="totals">Σ<i>p</i> = ${put("span", "sum-p")} · Σ<i>y</i> = ${put("span", "sum-y")} · Σ(<i>p</i> − <i>y</i>) = ${put("span", "sum-d")}</p>
<div class="control descent"><p><label>Step size <input data-part="size" type="text" inputmode="decimal" autocomplete="off" value="1"></label></p>
<p>${button("Step downhill", 'data-do="step"')}${button("To the end", 'data-do="end"')}${button("Back", 'data-do="back" disabled')}</p>
<p class="told">${put("span", "told")}</p></div></div>`;

process.stdout.write(`<div class="top"><div class="control presets" role="group" aria-label="Start from">${presets}</div><p class="loss">Loss <i>L</i> = ${put("span", "loss")}</p></div>
<div class="cards">${CLASSES.map(card).join("")}</div>
<p class="control"><label><input type="checkbox" data-part="keep" checked> <span>A label moves the others too, so that Σ<i>y</i>&nbsp;=&nbsp;1</span></label></p>
<p class="words">${put("span", "words")}</p>
${whole ? `<div class="below">${triangle}${beside}</div>` : ""}
<p class="said" role="status"></p>
`);
