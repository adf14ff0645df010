// Three questions whose answers never leave the browser. On the results page, cards of people whose
// checked training does not cover the answers are set aside, in sight, with the reason.

const KEY = "scope-answers";
const COVERING = ["compromised", "cdt"];

const questions = document.querySelector("[data-scope-questions]");
const boxes = [...questions.querySelectorAll("[data-answer]")];
let cards, lists, leftOut, line;
function look() {
  cards = [...document.querySelectorAll(".card[data-scopes]")];
  lists = new Map(cards.map((card) => [card, card.parentElement]));
  leftOut = document.querySelector("#left-out");
  line = document.querySelector("[data-left-out-line]");
}
const promises = document.querySelectorAll("[data-promise]");

// Where a browser forbids its storage, the answers hold for this page.
function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return boxes.filter((box) => box.checked).map((box) => box.dataset.answer);
  }
}

function store(answers) {
  try {
    if (answers.length) sessionStorage.setItem(KEY, JSON.stringify(answers));
    else sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function covers(card) {
  const scopes = card.dataset.scopes.split(" ");
  return COVERING.some((scope) => scopes.includes(scope));
}

function giveReason(card, words) {
  card.querySelector(".reason")?.remove();
  if (!words) return;
  const reason = document.createElement("p");
  reason.className = "reason small";
  reason.textContent = words;
  card.querySelector("article").append(reason);
}

function sort(said) {
  const aside = leftOut.querySelector("ol");
  const out = said.length ? cards.filter((card) => !covers(card)) : [];
  const values = {
    count: out.length,
    said: new Intl.ListFormat(document.documentElement.lang).format(said),
  };
  for (const card of cards) {
    const isOut = out.includes(card);
    giveReason(card, isOut ? filled(aside.dataset.reason, values) : "");
    (isOut ? aside : lists.get(card)).append(card);
  }
  for (const words of leftOut.querySelectorAll("[data-many]")) {
    words.textContent = filled(out.length === 1 ? words.dataset.one : words.dataset.many, values);
  }
  leftOut.hidden = out.length === 0;
  return out.length;
}

function tell(count, wasAsked) {
  const { one, many, all, none } = line.dataset;
  const [words, why] = line.children;
  if (count) {
    words.textContent = filled(count === cards.length ? all : count === 1 ? one : many, { count });
  } else {
    words.textContent = wasAsked ? none : "";
  }
  why.hidden = count === 0;
}

function apply({ wasAsked }) {
  const chosen = boxes.filter((box) => box.checked);
  const answered = questions.querySelector("summary [data-words]");
  answered.textContent = chosen.length ? filled(answered.dataset.words, { count: chosen.length }) : "";
  questions.querySelector("[data-asks-surgeon]").hidden = !chosen.some(
    (box) => box.dataset.answer === "surgery",
  );
  for (const promise of promises) {
    promise.hidden = promise.dataset.promise !== (chosen.length ? "answers" : "search");
  }
  if (cards.length) tell(sort(chosen.map((box) => box.dataset.said)), wasAsked);
}

function restore() {
  const answers = stored();
  for (const box of boxes) box.checked = answers.includes(box.dataset.answer);
  apply({ wasAsked: false });
}

questions.addEventListener("change", () => {
  store(boxes.filter((box) => box.checked).map((box) => box.dataset.answer));
  apply({ wasAsked: true });
});
// A page that Back brings from memory may be older than the answers.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) restore();
});
document.addEventListener("results:changed", () => {
  look();
  apply({ wasAsked: false });
});
look();
restore();
questions.hidden = false;
