// Puts "try it" beside each display that can be tried, and exercises where a page has some; all else
// is fetched when it is asked for.
//
// Such a page carries its formulas as JSON (class "page-formulas", data-page), and each of its displays the
// number of its formula there (data-formula).
function equip() {
  const data = document.querySelector(".page-formulas");
  if (!data) return;
  const page = JSON.parse(data.dataset.page);
  if (document.querySelector(".derive, .find-slip, .sheet")) {
    import("./derive.mjs").then((exercises) => exercises.equip(document, page));
  }
  for (const display of document.querySelectorAll(".equation[data-formula]")) {
    if (!display.querySelector(".try-open")) offer(display, page);
  }
}

function offer(display, page) {
  const name = display.id || "this equation";
  const open = document.createElement("button");
  open.type = "button";
  open.className = "try-open";
  open.textContent = "try it";
  open.setAttribute("aria-label", `Try it: change ${name}, and see whether it holds`);
  open.setAttribute("aria-expanded", "false");
  let editor = null;
  open.addEventListener("click", async () => {
    if (open.getAttribute("aria-expanded") === "true") return editor?.close();
    open.setAttribute("aria-expanded", "true");
    const { edit } = await import("./editor.mjs");
    editor = edit(display, page, open);
  });
  display.querySelector(".equation-side").append(open);
}

// Where the theme puts another page into the same document, it says so by this.
if (window.document$) window.document$.subscribe(equip);
else equip();
