// Whether there is a network: said beside the button, and in red over everything when a report cannot go.

export function network(form, said, warn) {
  const sign = form.querySelector("[data-net]");
  if (!sign) return;
  const tell = () => {
    sign.hidden = false;
    sign.classList.toggle("off", !navigator.onLine);
    sign.textContent = navigator.onLine ? said.saidOnline : said.saidOffline;
  };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    warn();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "in_danger" && event.target.checked && !navigator.onLine) warn();
  });
}
