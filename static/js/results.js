// The results page beside its map: a card and its pin show each other, and a filter that changes
// brings the new list in place, with its address, so that Back works. Without script the same
// filters are a form, and pins are links.

const PARTS = ["#list", "#map"];

function pinOf(card) {
  const number = card?.id.slice(1);
  return number && document.querySelector(`.pin[data-numbers~="${number}"]`);
}

function light(card, on) {
  pinOf(card)?.classList.toggle("is-lit", on);
}

for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(enter, (event) => light(event.target.closest?.(".card"), true));
  document.addEventListener(leave, (event) => light(event.target.closest?.(".card"), false));
}

function select() {
  const chosen = document.querySelector(".card:target");
  for (const pin of document.querySelectorAll(".pin")) {
    pin.classList.toggle("is-chosen", Boolean(chosen) && pin === pinOf(chosen));
  }
}
window.addEventListener("hashchange", select);
select();

const filters = document.querySelector("#filters");
const wide = matchMedia("(min-width: 64rem)");
let asked;

async function bring(address) {
  asked?.abort();
  asked = new AbortController();
  const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function put(page) {
  document.title = page.title;
  for (const part of PARTS) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    else if (old && part === "#map") old.remove();
    else if (fresh) document.querySelector(".results").append(document.adoptNode(fresh));
  }
  for (const count of filters.querySelectorAll(".count")) count.replaceChildren();
  for (const pick of page.querySelectorAll("#filters .pick")) {
    const { name, value } = pick.querySelector("input");
    const here = filters.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    here?.closest(".pick").querySelector(".count").replaceChildren(...pick.querySelector(".count").childNodes);
  }
  document.querySelector("[data-heard]").textContent =
    document.querySelector("#list .list-head p").textContent;
  document.dispatchEvent(new Event("results:changed"));
  select();
}

async function show(address, { kept }) {
  try {
    put(await bring(address));
    if (kept) history.pushState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

if (filters) {
  filters.addEventListener("change", () => {
    if (!wide.matches) return;
    const query = new URLSearchParams(new FormData(filters));
    show(`${filters.getAttribute("action")}?${query}`, { kept: true });
  });
  // The boxes of an earlier address are another page's; that page is simply asked for again.
  window.addEventListener("popstate", () => {
    if (!location.hash) location.reload();
  });
}
