// The inbox: moving by keys, learning of new work, and a sound that lasts until an emergency is taken.

const EVERY = 45_000;
const BETWEEN_RINGS = 4_000;

// Moving by keys ------------------------------------------------------------------------------

const rows = () => [...document.querySelectorAll("[data-row] h2 a, [data-row] h3 a")].filter((one) => one.checkVisibility());
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

function move(by) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  const open = all.findIndex((one) => one.getAttribute("aria-current"));
  const from = now >= 0 ? now : open;
  const to = all[Math.min(all.length - 1, Math.max(0, from + by))];
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") {
    const field = document.querySelector("[data-search]");
    if (!field?.checkVisibility()) return;
    event.preventDefault();
    field.focus();
  }
});

// The open task is in view in a long list.
document.querySelector(".ticket-open")?.scrollIntoView({ block: "nearest" });

// Before and after ----------------------------------------------------------------------------

// On a narrow screen one side is shown; a tap on a picture, or on a side's name, swaps them.
const narrow = matchMedia("(max-width: 639px)");

function swappable(both) {
  const sides = [...both.querySelectorAll("[data-side]")];
  const names = document.createElement("div");
  names.className = "sides";
  const buttons = sides.map((side) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: side.dataset.side });
    button.addEventListener("click", () => show(sides.indexOf(side)));
    names.append(button);
    return button;
  });
  const show = (chosen) => {
    sides.forEach((side, n) => (side.hidden = narrow.matches && n !== chosen));
    buttons.forEach((button, n) => button.setAttribute("aria-pressed", String(n === chosen)));
    names.hidden = !narrow.matches;
  };
  sides.forEach((side, n) => {
    side.addEventListener("click", (event) => {
      if (!narrow.matches || !event.target.closest(".photos figure > a")) return;
      event.preventDefault();
      show(1 - n);
    });
  });
  both.prepend(names);
  narrow.addEventListener("change", () => show(sides.length - 1));
  show(sides.length - 1);
}

document.querySelectorAll("[data-swap]").forEach(swappable);

// The sound -----------------------------------------------------------------------------------

let sound = null;

function ring() {
  const alarm = document.querySelector("[data-alarm]");
  if (!alarm || !window.AudioContext) return;
  sound ??= new AudioContext();
  const quiet = alarm.querySelector("[data-quiet]");
  if (quiet) quiet.hidden = sound.state === "running";
  if (sound.state !== "running") return;
  [880, 660, 880].forEach((pitch, n) => {
    const start = sound.currentTime + n * 0.22;
    const tone = new OscillatorNode(sound, { frequency: pitch });
    const loudness = new GainNode(sound, { gain: 0.0001 });
    loudness.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
    tone.connect(loudness).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.21);
  });
}

// Browsers let a page sound only after it was pressed once.
addEventListener("pointerdown", async () => {
  if (sound?.state === "suspended") {
    await sound.resume();
    ring();
  }
});
ring();
setInterval(ring, BETWEEN_RINGS);

// New work ------------------------------------------------------------------------------------

const live = document.querySelector("[data-poll]");

async function ask() {
  try {
    const answer = await fetch(live.dataset.poll, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const told = await answer.json();
    if (!live.contains(document.activeElement)) live.innerHTML = told.html;
    const more = document.querySelector("[data-new]");
    if (more && told.newest > Number(live.dataset.newest)) more.hidden = false;
    ring();
  } catch {
    // Without a network the next round asks again.
  }
}

if (live) setInterval(ask, EVERY);
