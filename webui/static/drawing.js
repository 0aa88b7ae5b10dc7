// The large diagram opens at the step that waits; without this file its links lead there.

const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];

const way = document.querySelector('a[href^="#bpmn-"]');
const step = way && document.getElementById(way.hash.slice(1));
const frame = step?.closest(".diagram-large");
if (frame && !location.hash) {
  const [x, y] = middle(step.getBoundingClientRect());
  const [across, down] = middle(frame.getBoundingClientRect());
  frame.scrollBy({ left: x - across, top: y - down, behavior: "instant" });
}
