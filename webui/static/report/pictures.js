// Photographs: made smaller on the telephone, shown as thumbnails, each with where it has got to.

import { CAMERA, IMAGE, button } from "./drawing.js";

const LONGEST_SIDE = 1920;
const SMALL_ENOUGH = 900_000;
const fields = new Map(); // input → what is chosen in it
let packing = Promise.resolve();
let busy = 0;

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size < SMALL_ENOUGH) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file; // a kind this browser cannot draw goes as it is
  }
}

// Is a photograph still being packed? And a promise that ends when none is.
export const isPacking = () => busy > 0;
export const packed = () => packing;

// What was chosen, by the name of its field, and the same put back after a page was lost.
export const chosenPictures = () => Object.fromEntries([...fields].map(([input, one]) => [input.name, one.chosen.map((each) => each.file)]));
export function putBack(kept) {
  for (const [input, one] of fields) if (kept[input.name]?.length) one.add(kept[input.name]);
}

export function pictures(input, said, changed) {
  if (!input.accept.includes("image/") || input.accept.includes("pdf") || !said.saidCamera) return;
  const one = { chosen: [], add };
  fields.set(input, one);
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
    for (const each of one.chosen) all.items.add(each.file);
    input.files = all.files;
    changed();
  };
  const tell = (each) => {
    const ready = navigator.onLine || !said.saidWaiting ? said.saidReady : said.saidWaiting;
    each.state.textContent = each.packed ? ready : said.saidPacking;
  };
  addEventListener("online", () => one.chosen.forEach(tell));
  addEventListener("offline", () => one.chosen.forEach(tell));

  function row(file) {
    const line = document.createElement("li");
    const shown = Object.assign(document.createElement("img"), { alt: file.name, src: URL.createObjectURL(file) });
    const state = document.createElement("span");
    state.setAttribute("role", "status");
    const drop = button(said.saidRemove, "", "button-quiet");
    drop.setAttribute("aria-label", `${said.saidRemove}: ${file.name}`);
    const each = { file, state, packed: false };
    line.append(shown, state, drop);
    list.append(line);
    drop.addEventListener("click", () => {
      one.chosen = one.chosen.filter((other) => other !== each);
      URL.revokeObjectURL(shown.src);
      line.remove();
      keep();
    });
    return each;
  }

  async function pack(each) {
    tell(each);
    each.file = await smaller(each.file);
    each.packed = true;
    tell(each);
  }

  function add(files) {
    const fresh = [...files].map(row);
    one.chosen.push(...fresh);
    keep(); // at once, so that nothing chosen is lost should the form go before all is packed
    busy += 1;
    // One after another: a telephone with little memory cannot open several at once.
    packing = fresh.reduce((before, each) => before.then(() => pack(each)), packing).finally(() => {
      busy -= 1;
      keep();
    });
  }

  input.addEventListener("change", (event) => {
    if (event.isTrusted) add(input.files);
  });
  any.addEventListener("change", () => {
    add(any.files);
    any.value = "";
  });
}
