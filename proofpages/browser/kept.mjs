// What a reader wrote: kept in this browser, and in a link if the reader copies one.
import { button } from "./answer.mjs";

const NAME = "work";
const key = (id) => `${location.pathname}#${id}`;

const packed = (lines) => btoa(String.fromCharCode(...new TextEncoder().encode(lines.join("\n"))))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const unpacked = (text) => new TextDecoder().decode(Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0),
)).split("\n");

/** The lines written at a place of this page before, or sent along in the address. */
export function kept(id) {
  const [place, text] = (new URLSearchParams(location.search).get(NAME) ?? "").split(".");
  try {
    if (place === id && text) return unpacked(text);
    return JSON.parse(localStorage.getItem(key(id)) ?? "[]");
  } catch {
    return []; // A link cut short, or a browser that keeps nothing.
  }
}

export function keep(id, lines) {
  try {
    localStorage.setItem(key(id), JSON.stringify(lines));
  } catch {
    // A browser that keeps nothing.
  }
}

/** A button that copies the page's address with these lines in it. */
export const link = (id, lines) => button("Copy a link to this", async (event) => {
  const address = new URL(location.href);
  address.search = new URLSearchParams({ [NAME]: `${id}.${packed(lines())}` });
  address.hash = id;
  const { target } = event;
  await navigator.clipboard.writeText(address.href).then(
    () => { target.textContent = "Copied"; },
    () => { history.replaceState(null, "", address); target.textContent = "It is in the address"; },
  );
});
