// The small sum a form asks for (directory/proof.py): a number that makes SHA-256("challenge:number")
// begin with some zero bits. One file is both the page's script and the worker that reckons.

const K = [];
const H = [];
for (let candidate = 2; K.length < 64; candidate++) {
  let prime = true;
  for (let factor = 2; factor * factor <= candidate; factor++) {
    if (candidate % factor === 0) prime = false;
  }
  if (!prime) continue;
  if (H.length < 8) H.push((candidate ** 0.5 * 2 ** 32) | 0);
  K.push((candidate ** (1 / 3) * 2 ** 32) | 0);
}

const words = new Int32Array(64);
const turn = (word, by) => (word >>> by) | (word << (32 - by));

function block(state, bytes, from) {
  for (let i = 0; i < 16; i++) {
    const at = from + 4 * i;
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15], b = words[i - 2];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

// The first 32 bits of the hash are enough: a challenge never asks for more zeros than that.
function firstWord(text) {
  const said = new TextEncoder().encode(text);
  const bytes = new Uint8Array(((said.length + 72) >> 6) << 6);
  bytes.set(said);
  bytes[said.length] = 128;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, said.length * 8);
  let state = H;
  for (let from = 0; from < bytes.length; from += 64) state = block(state, bytes, from);
  return state[0] >>> 0;
}

function solve(challenge, bits) {
  const most = 2 ** (32 - bits);
  for (let number = 0; ; number++) {
    if (firstWord(`${challenge}:${number}`) < most) return number;
  }
}

if (typeof document === "undefined") {
  self.onmessage = ({ data }) => self.postMessage(solve(data.challenge, data.bits));
} else {
  document.querySelectorAll("input[data-proof]").forEach(prepare);
}

function prepare(field) {
  const form = field.form;
  let begun, waiting;
  const begin = () => {
    begun ??= new Promise((resolve) => {
      const worker = new Worker(import.meta.url, { type: "module" });
      worker.onmessage = ({ data }) => {
        worker.terminate();
        field.value = `${field.value}~${data}`;
        resolve();
      };
      // without a worker the form goes out as it is, by the slower way
      worker.onerror = resolve;
      worker.postMessage({ challenge: field.value, bits: Number(field.dataset.proof) });
    });
    return begun;
  };
  form.addEventListener("focusin", begin, { once: true });
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || field.value.includes("~") || waiting === "over") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waiting) return;
      waiting = document.createElement("p");
      waiting.className = "hint";
      waiting.setAttribute("role", "status");
      waiting.textContent = field.dataset.busy;
      form.append(waiting);
      const { submitter } = event;
      begin().then(() => {
        waiting.remove();
        waiting = "over";
        form.requestSubmit(submitter);
      });
    },
    true,
  );
}
