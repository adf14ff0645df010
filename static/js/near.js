// Search around the place where one is: asked for on click only, rounded before it goes anywhere.

const place = document.querySelector("[data-near-me]");
const form = place.closest("form");
const button = place.querySelector("button");
const said = place.querySelector("[role=status]");

// Two decimals of a degree are about one kilometer.
const rounded = (degrees) => (Math.round(degrees * 100) / 100).toString();
const WAIT_MS = 15_000;
const OLD_MS = 600_000;

function search({ coords }) {
  const query = new URLSearchParams(new FormData(form));
  query.delete("place");
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  query.set("lat", rounded(coords.latitude));
  query.set("lon", rounded(coords.longitude));
  location.assign(`${form.action}?${query}`);
}

function failed(error) {
  const { refused, unknown, late } = place.dataset;
  said.textContent =
    { [error.PERMISSION_DENIED]: refused, [error.TIMEOUT]: late }[error.code] ?? unknown;
}

button.addEventListener("click", () => {
  said.textContent = place.dataset.asking;
  navigator.geolocation.getCurrentPosition(search, failed, { timeout: WAIT_MS, maximumAge: OLD_MS });
});

// Searching again, with another radius and without a place, stays where one is.
form.addEventListener("formdata", ({ formData }) => {
  const here = new URLSearchParams(location.search);
  if (!("stays" in place.dataset)) return;
  if (formData.get("place").trim() || !here.has("lat") || !here.has("lon")) return;
  for (const name of ["lat", "lon"]) formData.set(name, here.get(name));
});

if ("geolocation" in navigator && window.isSecureContext) place.hidden = false;
