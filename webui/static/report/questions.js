// Questions that depend on answers, and public matters that depend on the place.

let asks = 0;

// Ask the server, which decides, and take over what came or went; `nearby` too when the place changed.
export async function redraw(form, changed, prepare) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  data.set("_update", "1");
  const mine = ++asks;
  const asked = fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html" } });
  const answer = await asked.catch(() => null); // without a network the form stays as it is
  const text = answer?.ok ? await answer.text() : "";
  if (!text || mine !== asks) return; // an answer to what was asked before would undo the newer one
  const page = new DOMParser().parseFromString(text, "text/html");
  form.querySelector("[data-nearby]")?.replaceChildren(...(page.querySelector("[data-nearby]")?.childNodes ?? []));
  const next = [...page.querySelectorAll("[data-fields] [data-conditional]")];
  const now = [...form.querySelectorAll("[data-fields] [data-conditional]")];
  // Only what came or went is replaced, so that nothing a person is typing in moves.
  const outer = (all) => all.filter((one) => !one.parentElement.closest("[data-conditional]"));
  const fresh = outer(next);
  outer(now).forEach((old, n) => {
    const other = fresh[n];
    if (!other || old.contains(changed)) {
      if (other) inner(old, other, prepare);
      return;
    }
    if (old.hidden !== other.hidden) {
      old.replaceWith(other);
      prepare(other);
    }
  });
}

function inner(old, other, prepare) {
  const mine = [...old.querySelectorAll("[data-conditional]")];
  const theirs = [...other.querySelectorAll("[data-conditional]")];
  mine.forEach((one, n) => {
    if (theirs[n] && one.hidden !== theirs[n].hidden) {
      one.replaceWith(theirs[n]);
      prepare(theirs[n]);
    }
  });
}
