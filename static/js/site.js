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

// A double click sends a form once. It may be sent again after a while: the answer can be a file.
const AGAIN_MS = 4000;
for (const form of document.querySelectorAll("form[method=post]")) {
  let sentAt = -AGAIN_MS;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < AGAIN_MS) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}
