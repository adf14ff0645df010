// The filters of the results page: on a small screen they open as a dialog that keeps the focus,
// and the button says how many practitioners the choice would show.

const filters = document.querySelector("#filters");
const opener = document.querySelector("[data-opens-filters]");

if (filters && opener) {
  const home = document.createComment("filters");
  filters.before(home);
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-label", filters.getAttribute("aria-label"));
  document.body.append(sheet);

  opener.addEventListener("click", (event) => {
    event.preventDefault();
    sheet.append(filters);
    sheet.showModal();
  });
  filters.querySelector('a[href="#list"]').addEventListener("click", (event) => {
    if (!sheet.open) return;
    event.preventDefault();
    sheet.close();
  });
  sheet.addEventListener("close", () => {
    home.after(filters);
    opener.focus();
  });
}

const button = filters?.querySelector("[data-count]");
if (button) {
  const words = button.textContent;
  let asked;
  filters.addEventListener("change", async () => {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(filters));
    query.set("page_size", "1");
    // The API counts in kilometers and takes no unit.
    query.delete("unit");
    try {
      const answer = await fetch(`${filters.dataset.countAddress}?${query}`, { signal: asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { count } = await answer.json();
      const { one, many } = button.dataset;
      button.textContent = (count === 1 ? one : many).replace("{count}", count);
    } catch (error) {
      if (error.name !== "AbortError") button.textContent = words;
    }
  });
}
