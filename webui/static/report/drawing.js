// What the other modules draw with: icons, and buttons that send nothing.

export const CAMERA = "M3.5 8h4L9 5.5h6L16.5 8h4v11.5h-17zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z";
export const IMAGE = "M4 5h16v14H4zM4 16l4.5-4.5L13 16l2.5-2.5L20 17.5M15.5 8.5v.1";
export const PIN = "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z";

function drawing(path) {
  const holder = document.createElement("span");
  holder.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
  return holder.firstChild;
}

export function button(text, path, kind = "button-outline") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${kind}`;
  if (path) made.append(drawing(path));
  made.append(Object.assign(document.createElement("span"), { textContent: text }));
  return made;
}
