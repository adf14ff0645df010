// The case page with script: number keys choose the outcome, parts that do not belong to it are put
// away, and the letter is shown while it is written. Without script the page asks for a preview.

const form = document.getElementById("case-form");
const send = document.getElementById("send");
const sends = [send, document.getElementById("send-next")];

if (form && send) {
  const outcomes = [...form.querySelectorAll('input[name="outcome"]')];
  const letter = document.getElementById("letter");
  const key = form.querySelector('input[name="previewed"]');
  let waiting = 0;
  let asked = 0;

  const chosen = () => outcomes.find((input) => input.checked)?.value ?? "";

  const arrange = () => {
    const outcome = chosen();
    for (const part of form.querySelectorAll("[data-for]")) {
      part.hidden = outcome !== "" && !part.dataset.for.split(" ").includes(outcome);
    }
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const show = (answer, name) => {
    const complete = answer.errors.length === 0;
    key.value = complete ? answer.key : "";
    for (const one of sends) one.hidden = !complete;
    document.getElementById("preview").hidden = complete;
    if (!complete) {
      letter.replaceChildren(element("p", "hint", answer.errors[0]));
      return;
    }
    const words = element("div", "letter", answer.text);
    words.dir = "auto";
    letter.replaceChildren(words);
    if (answer.subject) {
      letter.prepend(
        element("h3", "", `${name} will read`),
        element("p", "quiet small", answer.subject),
      );
    }
  };

  const ask = async () => {
    const turn = ++asked;
    const data = new FormData(form);
    data.set("act", "letter");
    try {
      const response = await fetch(form.action, { method: "POST", body: data });
      if (!response.ok || turn !== asked) return;
      show(await response.json(), form.dataset.name);
    } catch {
      // No answer: the button "Preview the letter" does the same without script.
      document.getElementById("preview").hidden = false;
    }
  };

  const later = (pause) => {
    asked += 1;
    key.value = "";
    for (const one of sends) one.hidden = true;
    document.getElementById("preview").hidden = false;
    clearTimeout(waiting);
    if (chosen()) waiting = setTimeout(ask, pause);
  };

  form.addEventListener("input", (event) => {
    if (event.target.closest(".check-form")) return;
    arrange();
    later(event.target.matches("textarea") ? 600 : 0);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest('input:not([type="radio"]):not([type="checkbox"]), select, textarea')) return;
    const input = outcomes[Number(event.key) - 1];
    if (!input) return;
    event.preventDefault();
    input.checked = true;
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

  for (const cap of form.querySelectorAll(".key-cap")) cap.hidden = false;
  document.getElementById("keys").hidden = false;
  arrange();
  if (chosen() && !key.value) later(0);
}
