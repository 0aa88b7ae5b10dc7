// The report page and the reporter's other forms: smaller pictures, the commune as you type, where you stand.

const form = document.querySelector("form[data-live]");
const said = form?.dataset ?? {};
const LONGEST_SIDE = 1920;
const SMALL_ENOUGH = 900_000;

const drawing = (path) => {
  const holder = document.createElement("span");
  holder.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
  return holder.firstChild;
};
const CAMERA = "M3.5 8h4L9 5.5h6L16.5 8h4v11.5h-17zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z";
const IMAGE = "M4 5h16v14H4zM4 16l4.5-4.5L13 16l2.5-2.5L20 17.5M15.5 8.5v.1";
const PIN = "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z";

function button(text, path, kind = "button-outline") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${kind}`;
  if (path) made.append(drawing(path));
  made.append(Object.assign(document.createElement("span"), { textContent: text }));
  return made;
}

// Pictures ------------------------------------------------------------------------------------

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size < SMALL_ENOUGH) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file; // a kind this browser cannot draw goes as it is
  }
}

function pictures(input) {
  if (!input.accept.includes("image/") || input.accept.includes("pdf") || !said.saidCamera) return;
  let chosen = [];
  const list = Object.assign(document.createElement("ul"), { className: "thumbs" });
  const any = Object.assign(document.createElement("input"), { type: "file", accept: input.accept, multiple: input.multiple, hidden: true });
  any.setAttribute("aria-label", said.saidLibrary);
  const choices = Object.assign(document.createElement("div"), { className: "choices" });
  const camera = button(said.saidCamera, CAMERA);
  const library = button(said.saidLibrary, IMAGE);
  camera.addEventListener("click", () => input.click());
  library.addEventListener("click", () => any.click());
  choices.append(camera, library);
  input.after(choices, any, list);
  input.hidden = true;
  input.closest(".field").querySelector("label")?.addEventListener("click", (event) => event.preventDefault());

  const keep = () => {
    const all = new DataTransfer();
    for (const one of chosen) all.items.add(one.file);
    input.files = all.files;
  };
  const add = async (files) => {
    for (const file of files) {
      const row = document.createElement("li");
      const shown = Object.assign(document.createElement("img"), { alt: file.name, src: URL.createObjectURL(file) });
      const state = Object.assign(document.createElement("span"), { textContent: said.saidPacking });
      state.setAttribute("role", "status");
      const drop = button(said.saidRemove, "", "button-quiet");
      drop.setAttribute("aria-label", `${said.saidRemove}: ${file.name}`);
      row.append(shown, state, drop);
      list.append(row);
      const one = { file };
      chosen.push(one);
      drop.addEventListener("click", () => {
        chosen = chosen.filter((each) => each !== one);
        URL.revokeObjectURL(shown.src);
        row.remove();
        keep();
      });
      one.file = await smaller(file);
      state.textContent = said.saidReady;
    }
    keep();
  };
  input.addEventListener("change", (event) => {
    if (event.isTrusted) add([...input.files]);
  });
  any.addEventListener("change", () => {
    add([...any.files]);
    any.value = "";
  });
}

// The commune: every name it has or had, without marks if need be -------------------------------

const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d").replace(/[^0-9a-z|]+/g, " ").trim();

let places = null;
async function load() {
  places ??= fetch(said.places, { headers: { Accept: "application/json" } }).then((answer) => answer.json());
  return places;
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

function combobox(input) {
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
  };
  const show = async () => {
    const rows = found(await load(), input.value);
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
  standing(holder.closest(".field"), input);
}

// Where the telephone stands ---------------------------------------------------------------------

const away = (place, lat, lon) => Math.hypot(place.lat - lat, (place.lon - lon) * Math.cos((lat * Math.PI) / 180));

function standing(field, input) {
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
        const known = (await load()).filter((place) => place.lat !== null);
        const nearest = known.reduce((best, place) => (away(place, coords.latitude, coords.longitude) < away(best, coords.latitude, coords.longitude) ? place : best));
        if (away(nearest, coords.latitude, coords.longitude) > 0.4) {
          told.textContent = said.saidNotFound;
          return;
        }
        input.value = nearest.label;
        told.textContent = `${said.saidFound} ${nearest.label}.`;
      },
      () => (told.textContent = said.saidNotFound),
      { enableHighAccuracy: true, timeout: 12000, maximumAge: 60000 },
    );
  });
}

// Questions that depend on answers: ask the server which of them show -----------------------------

async function redraw(changed) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.set("_update", "1");
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = [...page.querySelectorAll("[data-fields] [data-conditional]")];
  const now = [...form.querySelectorAll("[data-fields] [data-conditional]")];
  // Only what came or went is replaced, so that nothing a person is typing in moves.
  const outer = (all) => all.filter((one) => !one.parentElement.closest("[data-conditional]"));
  const fresh = outer(next);
  outer(now).forEach((old, n) => {
    const other = fresh[n];
    if (!other || old.contains(changed)) {
      if (other) inner(old, other);
      return;
    }
    if (old.hidden !== other.hidden) {
      old.replaceWith(other);
      prepare(other);
    }
  });
}

function inner(old, other) {
  const mine = [...old.querySelectorAll("[data-conditional]")];
  const theirs = [...other.querySelectorAll("[data-conditional]")];
  mine.forEach((one, n) => {
    if (theirs[n] && one.hidden !== theirs[n].hidden) {
      one.replaceWith(theirs[n]);
      prepare(theirs[n]);
    }
  });
}

function prepare(part) {
  part.querySelectorAll("input[type=file]").forEach(pictures);
  part.querySelectorAll("input[list]").forEach(combobox);
}

// The network --------------------------------------------------------------------------------------

function network() {
  const sign = form.querySelector("[data-net]");
  const warning = document.querySelector("[data-offline]");
  if (!sign) return;
  const tell = () => {
    sign.hidden = navigator.onLine;
    sign.classList.toggle("off", !navigator.onLine);
    sign.textContent = navigator.onLine ? said.saidOnline : said.saidOffline;
  };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    warning.showModal();
  });
}

if (form) {
  prepare(form);
  network();
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], input[type=radio]")) redraw(event.target);
  });
  form.addEventListener("submit", (event) => {
    const label = form.querySelector("[data-send] span");
    if (!event.defaultPrevented && said.saidSending && label) label.textContent = said.saidSending;
  });
}
