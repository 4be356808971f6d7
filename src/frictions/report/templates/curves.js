"use strict";
// Specification curves that a reader filters by choice; the published choices come first among the rows.
(() => {
  const place = document.getElementById("curves");
  if (!place) return;
  const { dimensions, rows, claims } = JSON.parse(document.getElementById("curve-data").textContent);
  const SIZE = { width: 720, height: 300, left: 52, right: 8, top: 10, bottom: 26 };
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const shape = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const field = (label, options) => {
    const select = make("select", {}, ...options.map(([value, text]) => make("option", { value }, text)));
    select.id = `curve-${label.replaceAll(" ", "-")}`;
    return [select, make("div", { className: "field" }, make("label", { htmlFor: select.id }, label), select)];
  };
  const [claim, claimField] = field("claim", claims.map(({ text }, at) => [at, text]));
  claimField.classList.add("long");
  const choices = dimensions.map(({ name, options }) => field(name, [["", "all"], ...options.map((text, at) => [at, text])]));
  const form = make("form", { className: "filters" }, claimField, ...choices.map(([, box]) => box), make("button", { type: "reset" }, "All choices"));
  form.setAttribute("aria-label", "Filter the specifications");
  const svg = shape("svg", { role: "img", class: "curve" });
  const status = make("p", { className: "status" });
  status.setAttribute("aria-live", "polite");
  const under = make("p", { className: "note" });
  place.append(form, status, svg, under);

  let shown = [];
  const described = (row) => dimensions.map(({ name, options }, at) => `${name} ${options[rows[row][at]]}`).join(", ");
  const quantile = (sorted, share) => sorted[Math.round(share * (sorted.length - 1))];
  const draw = () => {
    const { text, unit, values } = claims[claim.value];
    const wanted = choices.map(([select]) => select.value);
    const fits = rows.map((row, at) => at).filter((at) => wanted.every((value, place) => value === "" || rows[at][place] === Number(value)));
    const holding = fits.filter((at) => values[at][3]).length;
    shown = fits.filter((at) => values[at][0] !== null).sort((one, other) => values[one][0] - values[other][0] || one - other);
    const never = fits.length - shown.length;
    status.textContent = fits.length
      ? `Holds in ${holding} of ${fits.length} specifications with these choices (${Math.round((100 * holding) / fits.length)} percent).`
        + (never ? ` In ${never} what it dates does not happen.` : "")
      : "No specification that was drawn has these choices together.";
    under.textContent = "Point at a specification to read its choices.";
    svg.setAttribute("aria-label", `Specification curve: ${text} ${status.textContent}`);
    svg.replaceChildren();
    SIZE.width = Math.max(300, place.clientWidth - 2);
    svg.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    if (!shown.length) return;
    const ends = shown.flatMap((at) => values[at].slice(0, 3)).filter((value) => value !== null).sort((one, other) => one - other);
    const own = shown.map((at) => values[at][0]);
    const low = Math.min(0, own[0], quantile(ends, 0.01)), high = Math.max(0, own.at(-1), quantile(ends, 0.99));
    const margin = 0.04 * (high - low || 1);
    const x = (at) => SIZE.left + ((at + 0.5) / shown.length) * (SIZE.width - SIZE.left - SIZE.right);
    const y = (value) => {
      const share = (value - low + margin) / (high - low + 2 * margin);
      return SIZE.height - SIZE.bottom - Math.min(1, Math.max(0, share)) * (SIZE.height - SIZE.bottom - SIZE.top);
    };
    const step = 10 ** Math.floor(Math.log10((high - low || 1) / 2));
    const width = step * [1, 2, 5, 10].find((times) => (high - low || 1) / (step * times) <= 6);
    for (let tick = Math.ceil(low / width); tick * width <= high + 1e-12; tick += 1) {
      svg.append(shape("line", { x1: SIZE.left, x2: SIZE.width - SIZE.right, y1: y(tick * width), y2: y(tick * width), class: tick ? "grid" : "zero" }));
      const label = shape("text", { x: SIZE.left - 6, y: y(tick * width) + 3.5, "text-anchor": "end" });
      label.textContent = Number((tick * width).toPrecision(3));
      svg.append(label);
    }
    const title = shape("text", { x: SIZE.left, y: SIZE.height - 6 });
    title.textContent = `${shown.length} specifications, sorted; ${unit}`;
    svg.append(title);
    shown.forEach((at, column) => {
      const [value, lower, upper, holds] = values[at];
      const kind = holds ? "holds" : "fails";
      if (lower !== null) svg.append(shape("line", { x1: x(column), x2: x(column), y1: y(lower), y2: y(upper), class: `band ${kind}` }));
      svg.append(at === 0
        ? shape("path", { d: `M${x(column)} ${y(value) - 6}l6 6l-6 6l-6 -6z`, class: "published" })
        : holds
          ? shape("circle", { cx: x(column), cy: y(value), r: 2.2, class: kind })
          : shape("rect", { x: x(column) - 2.1, y: y(value) - 2.1, width: 4.2, height: 4.2, class: kind }));
    });
  };
  svg.addEventListener("pointermove", (event) => {
    if (!shown.length) return;
    const box = svg.getBoundingClientRect();
    const across = ((event.clientX - box.left) / box.width) * SIZE.width - SIZE.left;
    const column = Math.floor((across / (SIZE.width - SIZE.left - SIZE.right)) * shown.length);
    const at = shown[Math.min(shown.length - 1, Math.max(0, column))];
    const [value, lower, upper, holds] = claims[claim.value].values[at];
    const band = lower === null ? "" : ` (${lower} to ${upper})`;
    under.textContent = `${at === 0 ? "Published choices" : "Specification"}: ${value}${band}, the claim ${holds ? "holds" : "does not hold"}; ${described(at)}.`;
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", draw);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    choices.forEach(([select]) => { select.value = ""; });
    draw();
  });
  window.addEventListener("resize", draw);
  draw();
})();
