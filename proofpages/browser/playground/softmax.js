// The mathematics of the playground, without a page. z, y and p are arrays with a number per class.

const sum = (v) => v.reduce((total, x) => total + x, 0);

/** p_j = e^(z_j - m) / Σ_k e^(z_k - m), with the largest logit m: nothing overflows (B12). */
function softmax(z) {
  const m = Math.max(...z);
  const u = z.map((x) => Math.exp(x - m));
  const total = sum(u);
  return u.map((x) => x / total);
}

/** log Σ_k e^(z_k - z_i), which is -log p_i: no probability is formed, and no digit is lost. */
function surprise(z, i) {
  const top = z.indexOf(Math.max(...z));
  const rest = sum(z.map((x, k) => (k === top ? 0 : Math.exp(x - z[top]))));
  return z[top] - z[i] + Math.log1p(rest);
}

/** L = -Σ_i y_i log p_i (E1). */
const loss = (z, y) => sum(y.map((label, i) => (label === 0 ? 0 : label * surprise(z, i))));

/** p - y. Above one half, p_j is one minus the others, so that a p near one keeps its digits (B15). */
function difference(z, y) {
  const p = softmax(z);
  return p.map((x, j) => {
    if (x <= 0.5) return x - y[j];
    return 1 - y[j] - sum(p.map((other, k) => (k === j ? 0 : other)));
  });
}

/** p Σy - y, the slope whatever the labels sum to (E17): p - y, and what A7 says is missing. */
function gradient(z, y) {
  const p = softmax(z);
  const missing = sum(y) - 1;
  return difference(z, y).map((x, j) => x + p[j] * missing);
}

/**
 * The slope of the loss in z_j, measured: a central difference, which uses no derivative.
 * It errs by at most h²/6 · 0.1 Σ|y|, about 2e-8, and by the loss's own rounding over h.
 */
function slope(z, y, j, h = 1e-3) {
  const [up, down] = [h, -h].map((step) => z.with(j, z[j] + step));
  return (loss(up, y) - loss(down, y)) / (up[j] - down[j]);
}

/** The logits after one step of gradient descent. */
function descend(z, y, rate) {
  const g = gradient(z, y);
  return z.map((x, j) => x - rate * g[j]);
}

const FLAT = 0.01; // Here descent ends: no entry of the gradient is larger.
const MOST = 1000; // Steps, for a loss without a lowest point.

/** The logits step by step, from z to where it is flat: its last entry is the end. */
function path(z, y, rate) {
  const steps = [z];
  while (steps.length <= MOST && Math.max(...gradient(steps.at(-1), y).map(Math.abs)) > FLAT) {
    steps.push(descend(steps.at(-1), y, rate));
  }
  return steps;
}

/** [n, d] with x = n/d and small n and d, or null. */
function fraction(x, most = 99) {
  for (let d = 1; d <= most; d += 1) {
    const n = Math.round(x * d);
    if (Math.abs(x * d - n) <= 1e-12 * Math.abs(x * d) && Math.abs(n) <= most * d) return [n, d];
  }
  return null;
}

/** Whole numbers w with e^z proportional to w, so that p_j = w_j / Σw; null where there are none. */
function weights(z) {
  const ratios = z.map((x) => fraction(Math.exp(x - z[0])));
  if (ratios.includes(null)) return null;
  const common = ratios.reduce((d, ratio) => (d * ratio[1]) / divisor(d, ratio[1]), 1);
  const w = ratios.map(([n, d]) => (n * common) / d);
  const all = w.reduce(divisor);
  return sum(w) / all < 1000 ? w.map((x) => x / all) : null;
}

const divisor = (a, b) => (b === 0 ? Math.abs(a) : divisor(b, a % b));

export {
  FLAT, MOST, descend, difference, divisor, fraction, gradient, loss, path, slope, softmax, sum, weights,
};
