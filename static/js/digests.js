// Hashes of certificates, made in the browser, so that numbers and names never leave it.
// The same rule stands on the page, and in vetting/issuing.py.

const box = document.querySelector("[data-digests]");

function words(name) {
  const letters = name.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return (letters.match(/[\p{L}\p{N}_]+/gu) ?? []).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(" ");
}

async function digest(line) {
  const [number, ...rest] = line.split(";");
  const plain = (number.toLowerCase().match(/[\p{L}\p{N}]/gu) ?? []).join("");
  const name = words(rest.join(" "));
  if (!plain || !name) return "";
  const text = `truemld:1|${box.dataset.digests}|${plain}|${name}`;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Browsers offer crypto.subtle on https and on this machine only.
if (box && globalThis.crypto?.subtle) {
  box.hidden = false;
  const [typed, status] = [box.querySelector("textarea"), box.querySelector("[role=status]")];
  box.querySelector("button").addEventListener("click", async () => {
    const made = (await Promise.all(typed.value.split("\n").map(digest))).filter(Boolean);
    status.textContent = made.length ? "" : status.dataset.none;
    const target = document.querySelector("#id_hashes");
    if (made.length) {
      target.value = [target.value.trim(), ...made].filter(Boolean).join("\n");
      target.focus();
    }
  });
}
