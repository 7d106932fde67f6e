// Puts "try it" beside each display that can be tried, and exercises where a page has some; all else
// is fetched when it is asked for.
//
// Such a page carries its formulas as JSON (class "page-formulas", data-page), and each of its
// displays the number of its formula there (data-formula).
function equip() {
  const data = document.querySelector(".page-formulas");
  if (!data) return;
  const page = JSON.parse(data.dataset.page);
  if (document.querySelector(".derive, .find-slip, .sheet")) {
    import("./derive.mjs").then((exercises) => exercises.equip(document, page));
  }
  for (const open of document.querySelectorAll("[data-formula] .try-open:not(.try-ready)")) {
    offer(open, open.closest(".equation"), page);
  }
}

function offer(open, display, page) {
  const name = display.id || "this equation";
  open.classList.add("try-ready");
  open.setAttribute("aria-label", `Try it: change ${name}, and see whether it holds`);
  open.setAttribute("aria-expanded", "false");
  let editor = null;
  open.addEventListener("click", async () => {
    if (open.getAttribute("aria-expanded") === "true") return editor?.close();
    open.setAttribute("aria-expanded", "true");
    const { edit } = await import("./editor.mjs");
    editor = edit(display, page, open);
  });
}

// Where the theme puts another page into the same document, it says so by this.
if (window.document$) window.document$.subscribe(equip);
else equip();
