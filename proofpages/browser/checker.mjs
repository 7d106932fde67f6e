// The page's side of the checker: one worker for all that is asked, started when first asked for.
const SECONDS = 10; // What a check may take; then it is ended, and the worker with it.
const here = new URL("./", import.meta.url);

let worker = null;
let ready = null; // A promise, while there is a worker.
let refuse = () => {}; // Rejects it.
let listeners = new Set();
let waiting = new Map();
let number = 0;

/** Start the checker, if it is not running. `progress(loaded, total)` is called as bytes arrive. */
export function start(progress = () => {}) {
  listeners.add(progress);
  ready ??= new Promise((resolve, reject) => {
    refuse = reject;
    worker = new Worker(new URL("worker.mjs", here), { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.total) listeners.forEach((tell) => tell(data.loaded, data.total));
      else if (data.ready) [started] = [true, resolve()];
      else if (data.failed && data.id === undefined) stop(data.failed);
      else settle(data);
    };
    worker.onerror = (event) => stop(event.message || "the checker could not be started");
    worker.postMessage({ load: true });
  });
  return ready.finally(() => listeners.delete(progress));
}

/** Whether the checker is there at once. */
export const running = () => started;
let started = false;

/** End the checker, in the middle of whatever it does. */
export function stop(reason = "cancelled") {
  worker?.terminate();
  refuse(new Error(reason));
  waiting.forEach(({ reject, timer }) => { clearTimeout(timer); reject(new Error(reason)); });
  [worker, ready, started, waiting, listeners] = [null, null, false, new Map(), new Set()];
}

function settle({ id, answer, failed }) {
  const asked = waiting.get(id);
  if (!asked) return;
  clearTimeout(asked.timer);
  waiting.delete(id);
  if (failed === undefined) asked.resolve(answer);
  else asked.reject(new Error(failed));
}

/** Ask the checker; the answer is what `proofpages.browser.judge.answer` gives. */
export async function ask(question, progress) {
  await start(progress);
  return new Promise((resolve, reject) => {
    const id = number++;
    const timer = setTimeout(
      () => stop(`the check took longer than ${SECONDS} seconds and was ended`), SECONDS * 1000,
    );
    waiting.set(id, { resolve, reject, timer });
    worker.postMessage({ id, question });
  });
}
