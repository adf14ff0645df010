// Completions under a search field, after the combobox pattern of ARIA 1.2 (list, manual selection).
// Without this file the field is a plain one.

const WAIT_MS = 120;
const SHORTEST = 2;

class Suggestions {
  #input;
  #list = document.createElement("ul");
  #status = document.createElement("span");
  #active = -1;
  #timer;
  #asked;

  constructor(input) {
    this.#input = input;
    const field = input.closest(".field");
    field.classList.add("suggests");
    this.#list.id = `${input.id}-suggestions`;
    this.#list.className = "suggestions";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", input.dataset.suggestName);
    this.#status.className = "hidden-words";
    this.#status.setAttribute("role", "status");
    input.after(this.#list, this.#status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.#list.id,
    })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.#later());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    // pressing must not take the focus out of the field, or the list is gone before the click
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#take(option);
    });
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (this.#input.value.trim().length < SHORTEST) this.#close();
    else this.#timer = setTimeout(() => this.#ask(), WAIT_MS);
  }

  async #ask() {
    this.#asked = new AbortController();
    const { suggest, suggestAddress } = this.#input.dataset;
    const query = new URLSearchParams({
      for: suggest,
      q: this.#input.value.trim(),
      language: document.documentElement.lang.slice(0, 2),
    });
    try {
      const answer = await fetch(`${suggestAddress}?${query}`, { signal: this.#asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      this.#show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") this.#close();
    }
  }

  #show(suggestions) {
    if (document.activeElement !== this.#input) return;
    const options = suggestions.map(({ label, kind_label: kind }, number) => {
      const option = document.createElement("li");
      option.id = `${this.#list.id}-${number}`;
      option.dir = "auto";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = label;
      const words = document.createElement("span");
      words.textContent = label;
      const what = document.createElement("span");
      what.className = "quiet small";
      what.textContent = kind;
      option.append(words, " ", what);
      return option;
    });
    this.#list.replaceChildren(...options);
    this.#list.hidden = options.length === 0;
    this.#input.setAttribute("aria-expanded", String(options.length > 0));
    this.#activate(-1);
    const { suggestNone, suggestOne, suggestMany } = this.#input.dataset;
    const words = options.length === 0 ? suggestNone : options.length === 1 ? suggestOne : suggestMany;
    this.#status.textContent = words.replace("{count}", options.length);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#list.hidden = true;
    this.#status.textContent = "";
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  #activate(number) {
    this.#active = number;
    const options = [...this.#list.children];
    for (const [at, option] of options.entries()) {
      option.setAttribute("aria-selected", String(at === number));
    }
    if (number < 0) {
      this.#input.removeAttribute("aria-activedescendant");
    } else {
      this.#input.setAttribute("aria-activedescendant", options[number].id);
      options[number].scrollIntoView({ block: "nearest" });
    }
  }

  #take(option) {
    this.#input.value = option.dataset.text;
    this.#close();
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = this.#list.children.length - 1;
    const open = !this.#list.hidden;
    if (event.key === "ArrowDown" && open) this.#activate(this.#active < last ? this.#active + 1 : 0);
    else if (event.key === "ArrowDown" && this.#input.value.trim().length >= SHORTEST) this.#ask();
    else if (event.key === "ArrowUp" && open) this.#activate(this.#active > 0 ? this.#active - 1 : last);
    else if (event.key === "Enter" && open && this.#active >= 0) this.#take(this.#list.children[this.#active]);
    else if (event.key === "Escape") {
      // also ends a question still on its way, or its answer would open the list again
      this.#close();
      if (!open) return;
    } else return;
    event.preventDefault();
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
