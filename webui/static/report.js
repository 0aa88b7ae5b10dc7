// The report page and other forms with pictures, places and questions; each works without this file too.

import { draft, dropDraft, keepDraft, writeBack } from "./report/draft.js";
import { network } from "./report/network.js";
import { chosenPictures, isPacking, packed, pictures, putBack } from "./report/pictures.js";
import { combobox } from "./report/places.js";
import { redraw } from "./report/questions.js";

const form = document.querySelector("form[data-live]");
const said = form?.dataset ?? {};
const isReport = form?.hasAttribute("data-report");

function prepare(part) {
  part.querySelectorAll("input[type=file]").forEach((input) => pictures(input, said, keep));
  part.querySelectorAll("input[list]").forEach((input) => combobox(input, said, (settled) => redraw(form, settled, prepare)));
}

// Kept only while there is no network.
let later = 0;
function keep() {
  if (!isReport || navigator.onLine) return;
  clearTimeout(later);
  later = setTimeout(() => keepDraft(form, chosenPictures()), 400);
}

function warn() {
  keepDraft(form, chosenPictures());
  document.querySelector("[data-offline]")?.showModal();
}

async function offerDraft() {
  const kept = await draft();
  const note = document.querySelector("[data-draft]");
  if (!kept || !note || form.querySelector("[aria-invalid]")) return;
  writeBack(form, kept.values);
  putBack(kept.photos ?? {});
  note.hidden = false;
  note.querySelector("button").addEventListener("click", async () => {
    await dropDraft();
    location.assign(location.pathname);
  });
  redraw(form, null, prepare);
}

async function sendWhenPacked(event, button) {
  event.preventDefault();
  const label = form.querySelector("[data-send] span");
  label.textContent = said.saidPackingFirst ?? said.saidPacking;
  await packed();
  form.requestSubmit(button);
}

if (form) {
  prepare(form);
  if (isReport) network(form, said, warn);
  if (isReport) offerDraft();
  form.addEventListener("input", keep);
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], input[type=radio]:not([name=follows])")) redraw(form, event.target, prepare);
    if (event.target.matches("[role=combobox]")) redraw(form, event.target, prepare);
  });
  form.addEventListener("submit", (event) => {
    const label = form.querySelector("[data-send] span");
    if (event.defaultPrevented) return;
    if (isPacking()) sendWhenPacked(event, event.submitter);
    else if (said.saidSending && label) label.textContent = said.saidSending;
  });
} else if (document.querySelector("[data-sent]")) dropDraft();
