// What is wrong with a page as it is drawn: read by tests after every page load.
(phone) => {
  const faults = [];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const named = (one) => {
    const words = (one.textContent || one.value || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const kinds = one.getAttribute("class");
    return `<${one.tagName.toLowerCase()}${kinds ? ` class="${kinds}"` : ""}> “${words}”`;
  };
  const hidden = (one) => one.closest(".visually-hidden, .skip, .nobody, [aria-hidden=true]");

  // The frame of every page.
  const headings = [...document.querySelectorAll("h1")].filter(shown);
  if (headings.length !== 1) faults.push(`${headings.length} h1`);
  if (!["vi", "en"].includes(document.documentElement.lang)) faults.push("no language");
  if (!/\p{L}.* – \p{L}/u.test(document.title)) faults.push(`title “${document.title}”`);
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      (one) => shown(one) && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
    );
    faults.push(`scrolls sideways: ${wide.slice(-1).map(named)}`);
  }

  // Whatever is filled in has a name.
  for (const one of document.querySelectorAll("input, select, textarea")) {
    if (["hidden", "submit", "button"].includes(one.type) || !shown(one)) continue;
    if (!one.labels.length && !one.ariaLabel && !one.getAttribute("aria-labelledby")) faults.push(`no label: ${one.name}`);
  }

  // Whatever is pressed is as large as a finger. Links within a sentence may be smaller.
  for (const one of document.querySelectorAll("button, summary, a.button, a.call, a.chip, nav a, input:not([type=hidden]), select")) {
    if (!shown(one) || hidden(one)) continue;
    const target = ["checkbox", "radio"].includes(one.type) ? one.closest(".option, label, td, li") ?? one : one;
    const { width, height } = target.getBoundingClientRect();
    if (height < 43.5 || width < 43.5) faults.push(`small target ${Math.round(width)}×${Math.round(height)}: ${named(one)}`);
  }

  // Nothing is pressed that something else covers: looked for where it can be scrolled to.
  for (const one of phone ? document.querySelectorAll("main button, main a.button") : []) {
    if (!shown(one) || hidden(one)) continue;
    one.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = one.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + height / 2);
    if (above && !one.contains(above) && !above.contains(one)) faults.push(`covered by ${named(above)}: ${named(one)}`);
  }
  scrollTo({ top: 0, behavior: "instant" });

  // Text can be read: computed colours against whatever lies behind.
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const colour = (text) => {
    if (!known.has(text)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const over = ([r, g, b, a], [r2, g2, b2]) => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];
  const grounds = new Map([[null, { ground: [255, 255, 255, 1], opacity: 1 }]]);
  const behind = (one) => {
    if (!grounds.has(one)) {
      const style = getComputedStyle(one);
      const [own, around] = [colour(style.backgroundColor), behind(one.parentElement)];
      grounds.set(one, { ground: over(own, around.ground), opacity: around.opacity * Number(style.opacity) });
    }
    return grounds.get(one);
  };
  const light = ([r, g, b]) =>
    [r, g, b]
      .map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
      .reduce((sum, each, n) => sum + each * [0.2126, 0.7152, 0.0722][n], 0);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || seen.has(one) || !shown(one) || hidden(one) || one.closest("svg, [disabled], option")) continue;
    seen.add(one);
    const style = getComputedStyle(one);
    const { ground, opacity } = behind(one);
    const [r, g, b, alpha] = colour(style.color);
    const a = alpha * opacity;
    const [dark, bright] = [light(over([r, g, b, a], ground)), light(ground)].sort((one, other) => one - other);
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.6 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const found = (bright + 0.05) / (dark + 0.05);
    if (found < wanted) faults.push(`contrast ${found.toFixed(2)}: ${named(one)}`);
  }
  return faults;
}
