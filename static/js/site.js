// Small helps on every page. Without this file everything still works.

const menu = document.querySelector("details.menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// After a failed submit the list of errors is where reading goes on; after a success, the heading.
const first = document.querySelector("#error-summary, #answer, #sent");
first?.focus();

for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => window.print());
}

for (const place of document.querySelectorAll("[data-copy]")) {
  const button = place.querySelector("button");
  place.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.dataset.copy);
    place.querySelector("[role=status]").textContent = "Copied.";
  });
}

// A form that is on its way is sent once.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
