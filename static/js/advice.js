// Live advice beside a field: sends the form as it stands and shows what the server answers.
//
// <div data-advice="/address" data-for="form-id" role="status"> holds the part that is replaced; the
// server answers with the same HTML as it would print on the page. Nothing is saved by this.

const WAIT = 800;

for (const place of document.querySelectorAll("[data-advice]")) {
  const form = document.getElementById(place.dataset.for);
  let timer;
  let asked;
  form?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(place.dataset.advice, {
          method: "POST",
          body: new FormData(form),
          headers: { "X-Requested-With": "fetch" },
          signal: asked.signal,
        });
        if (answer.ok) place.innerHTML = await answer.text();
      } catch (error) {
        if (error.name !== "AbortError") console.warn("advice could not be fetched", error);
      }
    }, WAIT);
  });
}
