// The two-column choosers of Django's admin put a label on a bare span, which no screen reader may read.
// They are built when the page has loaded.
window.addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".help-tooltip[aria-label]")) icon.setAttribute("role", "img");
});
