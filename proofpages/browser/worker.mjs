// The checker of the build, in a thread of the reader's browser: Python (Pyodide), FLINT and the
// package's own `equations`, all from the folder that this file stands in.
//
// Messages in:  {load: true} · {id, judge: {…}} · {id, slip: {…}}
// Messages out: {loaded, total} in bytes · {ready: true} · {failed: "…"} · {id, answer} · {id, failed}
const here = new URL("./", import.meta.url);
let judge;

// What a visit fetched is kept for the next one, where the browser lets a page keep anything.
async function fetched({ version, files }) {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const store = self.caches ? await caches.open(`checker-${version}`).catch(() => null) : null;
  const kept = new Map();
  let loaded = 0;
  const count = (bytes) => { loaded += bytes; self.postMessage({ loaded, total }); };
  await Promise.all(files.map(async ({ path, bytes, sha256 }) => {
    const url = new URL(path, here).href;
    let response = await store?.match(url);
    if (response) {
      count(bytes);
    } else {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${path} is not there (status ${answer.status})`);
      const parts = [];
      const reader = answer.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        parts.push(part.value);
        count(part.value.length);
      }
      response = new Response(new Blob(parts), { headers: { "Content-Type": type(path) } });
      if (self.crypto.subtle && sha256 !== await digest(response.clone())) {
        throw new Error(`${path} did not arrive whole`);
      }
      await store?.put(url, response.clone()).catch(() => {}); // No room: it is fetched next time.
    }
    kept.set(url, response);
  }));
  for (const name of self.caches ? await caches.keys().catch(() => []) : []) {
    if (name.startsWith("checker-") && name !== `checker-${version}`) await caches.delete(name);
  }
  return kept;
}

const type = (path) => path.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";

async function digest(response) {
  const bytes = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function load() {
  const files = await (await fetch(new URL("files.json", here))).json();
  const kept = await fetched(files);
  const network = self.fetch.bind(self);
  self.fetch = async (what, options) => {
    const url = new URL(typeof what === "string" ? what : what.url ?? what, here).href;
    return kept.get(url)?.clone() ?? network(what, options);
  };
  const { loadPyodide } = await import(new URL("pyodide.mjs", here));
  const py = await loadPyodide({ indexURL: here.href });
  for (const { path } of files.files.filter((file) => file.path.endsWith(".whl"))) {
    await py.loadPackage(new URL(path, here).href, { messageCallback: () => {} });
  }
  py.unpackArchive(await (await self.fetch(new URL("proofpages.zip", here))).arrayBuffer(), "zip");
  const wording = py.pyimport("proofpages.site.wording");
  judge = py.pyimport("proofpages.browser.judge").Judge(wording);
}

self.onmessage = async ({ data }) => {
  if (data.load) {
    await load().then(
      () => self.postMessage({ ready: true }),
      (error) => self.postMessage({ failed: String(error.message ?? error) }),
    );
    return;
  }
  try {
    const { id, question } = data;
    self.postMessage({ id, answer: JSON.parse(judge.answer(JSON.stringify(question))) });
  } catch (error) {
    self.postMessage({ id: data.id, failed: String(error.message ?? error) });
  }
};
