// MathJax in the reader's browser, for formulas that the reader writes; the page's own were drawn
// in the build. Fetched when the first one is to be drawn.
const here = new URL("./", import.meta.url);
const folder = new URL("mathjax", here).href;
let loading = null;

function load() {
  loading ??= new Promise((resolve, reject) => {
    window.MathJax = {
      loader: { paths: { mathjax: folder }, load: ["core", "input/tex", "output/svg"] },
      startup: { typeset: false },
      tex: {
        packages: { "[-]": ["noundefined", "newcommand", "require", "autoload"] },
        formatError: (_, error) => { throw error; },
      },
      output: { fontPath: `${folder}/%%FONT%%-font` },
      svg: { fontCache: "none" },
    };
    const script = document.createElement("script");
    script.src = `${folder}/startup.js`;
    script.onload = () => window.MathJax.startup.promise.then(resolve, reject);
    script.onerror = () => { loading = null; reject(new Error("MathJax did not load")); };
    document.head.append(script);
  });
  return loading;
}

/** An element with the formula drawn; throws where MathJax cannot read it. */
export async function drawn(tex) {
  await load();
  const node = await window.MathJax.tex2svgPromise(tex, { display: true });
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", tex);
  node.querySelector("svg").setAttribute("aria-hidden", "true");
  return node;
}
