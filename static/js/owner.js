// The listing form with a script: advice while one writes, and a count of characters.
// Without it the same advice appears each time a step is saved.

const QUIET_MS = 900;
const form = document.querySelector("[data-owner-form]");
const panel = document.querySelector("#advice");

if (form && panel && form.dataset.advice) watch(form, panel);
if (form) form.querySelectorAll("textarea[data-limit]").forEach(count);

function watch(form, panel) {
  let timer = 0;
  let asked = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, QUIET_MS);
  });

  async function ask() {
    asked += 1;
    const number = asked;
    try {
      const answer = await fetch(form.dataset.advice, {
        method: "POST",
        body: fieldsOf(form),
        redirect: "error",
      });
      if (answer.ok && number === asked) panel.innerHTML = await answer.text();
    } catch {
      // Nobody answered: what stands there stays, and saving says more.
    }
  }
}

function fieldsOf(form) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields.entries()]) {
    if (value instanceof File) fields.delete(name);
  }
  return fields;
}

function count(area) {
  const limit = Number(area.dataset.limit);
  const line = document.createElement("p");
  line.className = "count-line";
  area.after(line);
  const say = () => {
    const length = [...area.value.trim()].length;
    line.textContent = `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
    line.classList.toggle("is-over", length > limit);
  };
  area.addEventListener("input", say);
  say();
}
