// The commune: every name it has or had, without marks if need be; and where the telephone stands.

import { PIN, button } from "./drawing.js";

const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d").replace(/[^0-9a-z|]+/g, " ").trim();

let places = null;
async function load(said) {
  places ??= fetch(said.places, { headers: { Accept: "application/json" } }).then((answer) => answer.json());
  try {
    return await places;
  } catch {
    places = null; // no network: the name goes as it was typed, and the server understands it
    return [];
  }
}

function found(all, text) {
  const words = fold(text).split(" ").filter(Boolean);
  if (!words.length) return all.slice(0, 8);
  const whole = fold(text);
  return all
    .filter((place) => words.every((word) => place.folded.includes(word)))
    .sort((one, other) => rank(one, whole) - rank(other, whole))
    .slice(0, 12);
}
const rank = (place, whole) => (fold(place.label).includes(whole) ? 0 : 1) + place.label.length / 1000;

export function combobox(input, said, settled) {
  if (!said.places || !input.hasAttribute("list")) return;
  input.removeAttribute("list");
  const holder = Object.assign(document.createElement("div"), { className: "combo" });
  const list = Object.assign(document.createElement("ul"), { className: "combo-list", id: `${input.id}-options`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.firstChild.textContent.trim() ?? "");
  input.before(holder);
  holder.append(input, list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (row) => {
    input.value = row.dataset.label;
    close();
    settled(input);
  };
  const show = async () => {
    const rows = found(await load(said), input.value);
    list.replaceChildren(
      ...rows.map((place, n) => {
        const row = Object.assign(document.createElement("li"), { id: `${list.id}-${n}`, textContent: place.label });
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.dataset.label = place.label;
        const wanted = fold(input.value);
        const other = wanted && !fold(place.label).includes(wanted) ? place.names.find((name) => fold(name).includes(wanted)) : "";
        if (other) row.append(Object.assign(document.createElement("small"), { textContent: other }));
        row.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          choose(row);
        });
        return row;
      }),
    );
    if (!rows.length) list.append(Object.assign(document.createElement("li"), { className: "none", textContent: said.saidNone }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const move = (by) => {
    const rows = [...list.querySelectorAll("[role=option]")];
    if (!rows.length) return;
    at = (at + by + rows.length) % rows.length;
    rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    rows[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[at].id);
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", () => {
    // The list opens below: on a telephone there must be room for it above the keyboard.
    if (innerWidth < 760) holder.closest(".field").scrollIntoView({ block: "start" });
    if (!input.value) show();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      else move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      choose(list.querySelectorAll("[role=option]")[at]);
    } else if (event.key === "Escape") close();
  });
  standing(holder.closest(".field"), input, said, settled);
}

// Where the telephone stands ---------------------------------------------------------------------

const away = (place, lat, lon) => Math.hypot(place.lat - lat, (place.lon - lon) * Math.cos((lat * Math.PI) / 180));

function standing(field, input, said, settled) {
  const { form } = input;
  const lat = form.elements.namedItem("lat");
  const lon = form.elements.namedItem("lon");
  if (!navigator.geolocation || !lat || !lon || !said.saidHere) return;
  const holder = Object.assign(document.createElement("div"), { className: "gps" });
  const press = button(said.saidHere, PIN, "button-quiet");
  const told = Object.assign(document.createElement("p"), { className: "hint" });
  told.setAttribute("role", "status");
  holder.append(press, told);
  field.before(holder);
  press.addEventListener("click", () => {
    told.textContent = said.saidFinding;
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        lat.value = coords.latitude.toFixed(6);
        lon.value = coords.longitude.toFixed(6);
        const known = (await load(said)).filter((place) => place.lat !== null);
        const nearest = known.reduce((best, place) => (away(place, coords.latitude, coords.longitude) < away(best, coords.latitude, coords.longitude) ? place : best));
        if (away(nearest, coords.latitude, coords.longitude) > 0.4) {
          told.textContent = said.saidNotFound;
          return;
        }
        input.value = nearest.label;
        told.textContent = `${said.saidFound} ${nearest.label}.`;
        settled(input);
      },
      () => (told.textContent = said.saidNotFound),
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  });
}
