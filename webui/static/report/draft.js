// What was written without a network waits on this telephone, photographs included, until it is sent.
// Only then: telephones are shared, so nothing is kept of a report that could have been sent. Who reports
// is never kept.

const STORE = "drafts";
const KEY = "report";
const LASTS = 24 * 60 * 60 * 1000;
const PRIVATE = new Set(["phone", "phone_if_any", "name", "email", "representative", "organisation", "behalf_person", "website"]);

function base() {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("phananh", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
}

async function run(mode, act) {
  try {
    const opened = await base();
    return await new Promise((done, failed) => {
      const asked = act(opened.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  } catch {
    return undefined; // a browser that keeps nothing, as in a private window
  }
}

function written(form) {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value && !name.startsWith("_") && !PRIVATE.has(name)) kept[name] = value;
  }
  return kept;
}

export const keepDraft = (form, photos) => run("readwrite", (store) => store.put({ at: Date.now(), values: written(form), photos }, KEY));
export const dropDraft = () => run("readwrite", (store) => store.delete(KEY));

export async function draft() {
  const kept = await run("readonly", (store) => store.get(KEY));
  if (kept && Date.now() - kept.at < LASTS) return kept;
  if (kept) dropDraft();
  return null;
}

export function writeBack(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const found = form.elements.namedItem(name);
    if (!found) continue;
    const boxes = found instanceof RadioNodeList ? [...found] : [found];
    for (const one of boxes) {
      if (one.type === "checkbox" || one.type === "radio") one.checked = one.value === value;
      else if (one.type !== "file" && one.type !== "hidden" && !one.value) one.value = value;
    }
  }
}
