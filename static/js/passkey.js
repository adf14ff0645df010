// The library's script says in an event what went wrong; here it becomes a sentence on the page.

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey-failed");
  if (!told) return;
  told.hidden = false;
  told.scrollIntoView({ block: "nearest" });
});
