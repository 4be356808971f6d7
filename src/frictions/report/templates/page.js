"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // The scoreboard: filters, order, modes.
  const form = document.getElementById("filters");
  const body = document.querySelector("#scores tbody");
  const verdicts = all("input[name=verdict]").map((box) => box.value);
  const marks = Object.fromEntries(all("#filters .verdict").map((one) => [one.dataset.verdict, one.firstChild.textContent]));
  const column = { place: 1, published: 2, replicated: 3, difference: 4, verdict: 6 };
  const rows = all("tr", body).map((row, position) => ({
    row, position,
    part: row.dataset.part,
    cause: row.dataset.cause,
    input: "input" in row.dataset,
    words: row.textContent.toLowerCase(),
    modes: row.dataset.modes ? JSON.parse(row.dataset.modes) : null,
    own: ["replicated", "difference"].map((name) => row.children[column[name]].textContent).concat(row.dataset.verdict),
  }));
  const number = (entry, name) => {
    const value = parseFloat(entry.row.children[column[name]].textContent);
    return Number.isNaN(value) ? null : value;
  };
  // What differs first, what cannot be compared last.
  const first = { key: "verdict", down: false };
  const severity = [...verdicts.slice(0, -1).reverse(), ...verdicts.slice(-1)];
  let order = first;

  const showMode = () => {
    const mode = new FormData(form).get("mode") || "";
    for (const entry of rows) {
      const [replicated, difference, verdict] = (entry.modes && entry.modes[mode]) || entry.own;
      entry.row.children[column.replicated].textContent = replicated;
      entry.row.children[column.difference].textContent = difference;
      entry.row.dataset.verdict = verdict;
      const label = entry.row.querySelector(".verdict");
      label.dataset.verdict = verdict;
      label.replaceChildren(make("span", { className: "mark", ariaHidden: "true" }, marks[verdict]), " " + verdict);
      entry.without = mode !== "" && !(entry.modes && mode in entry.modes);
    }
    return mode;
  };

  // Which lines of the charts belong to the mode that is chosen for the scoreboard.
  const family = () => form.querySelector("input[name=mode]:checked")?.dataset.family || "";

  const values = {
    position: (entry) => entry.position,
    item: (entry) => entry.row.querySelector(".words").textContent,
    place: (entry) => entry.position,
    published: (entry) => number(entry, "published"),
    replicated: (entry) => number(entry, "replicated"),
    difference: (entry) => { const value = number(entry, "difference"); return value === null ? null : Math.abs(value); },
    verdict: (entry) => severity.indexOf(entry.row.dataset.verdict),
  };
  const sortRows = () => {
    const value = values[order.key];
    const sign = order.down ? -1 : 1;
    const compare = (one, other) => {
      const [left, right] = [value(one), value(other)];
      if (left === right) return one.position - other.position;
      if (left === null || right === null) return left === null ? 1 : -1;
      return (left < right ? -1 : 1) * sign;
    };
    body.append(...[...rows].sort(compare).map((entry) => entry.row));
    for (const button of all(".sort")) {
      const head = button.closest("th");
      if (button.dataset.key === order.key) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };

  const filter = () => {
    const mode = showMode();
    const words = document.getElementById("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [part, cause] = ["part", "cause"].map((name) => document.getElementById(name).value);
    const inputs = !document.getElementById("inputs") || document.getElementById("inputs").checked || part;
    const chosen = new Set(all("input[name=verdict]:checked").map((box) => box.value));
    let shown = 0;
    for (const entry of rows) {
      const fits = (!part || entry.part === part) && (!cause || entry.cause === cause) && (inputs || !entry.input) && chosen.has(entry.row.dataset.verdict) && !entry.without
        && words.every((word) => entry.words.includes(word));
      entry.row.hidden = !fits;
      shown += fits;
    }
    document.getElementById("count").textContent =
      `${shown} of ${rows.length} items shown` + (mode ? `: ${form.querySelector("input[name=mode]:checked").parentElement.textContent.trim()}` : "");
  };

  // What is chosen stands in the address, so that a view of the scoreboard can be sent.
  const mark = "#scoreboard?";
  const texts = ["find", "part", "cause"];
  const inputsToo = document.getElementById("inputs");
  const remember = () => {
    const state = new URLSearchParams();
    for (const name of texts) if (document.getElementById(name).value) state.set(name, document.getElementById(name).value);
    if (inputsToo?.checked) state.set("inputs", "shown");
    const left = all("input[name=verdict]:not(:checked)").map((box) => box.value);
    if (left.length) state.set("without", left.join(","));
    const mode = new FormData(form).get("mode");
    if (mode) state.set("mode", mode);
    if (order !== first) state.set("order", `${order.down ? "-" : ""}${order.key}`);
    history.replaceState(null, "", state.size ? mark + state : "#scoreboard");
  };
  const recall = () => {
    if (!location.hash.startsWith(mark)) return;
    const state = new URLSearchParams(location.hash.slice(mark.length));
    for (const name of texts) document.getElementById(name).value = state.get(name) || "";
    if (inputsToo) inputsToo.checked = state.has("inputs");
    const left = (state.get("without") || "").split(",");
    for (const box of all("input[name=verdict]")) box.checked = !left.includes(box.value);
    for (const radio of all("input[name=mode]")) radio.checked = radio.value === (state.get("mode") || "");
    const key = (state.get("order") || "").replace("-", "");
    order = key in values ? { key, down: state.get("order").startsWith("-") } : first;
    history.scrollRestoration = "manual";
    document.getElementById("scoreboard").scrollIntoView();
  };

  // A cell that a spreadsheet would take for a formula becomes text.
  const quoted = (text) => `"${text.trim().replace(/^([=+@]|-(?![\d.]))/, "'$1").replaceAll('"', '""')}"`;
  document.getElementById("download").addEventListener("click", () => {
    const heads = all("#scores thead th").slice(1).map((head) => head.textContent.trim());
    const lines = [...body.rows].filter((row) => !row.hidden).map((row) => [
      row.querySelector("code").textContent, row.querySelector(".words").textContent,
      ...[...row.cells].slice(1).map((cell) => cell.textContent),
    ]);
    const text = [["item", "what it is", ...heads], ...lines].map((line) => line.map(quoted).join(",") + "\r\n").join("");
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    make("a", { href: address, download: "scoreboard.csv" }).click();
    URL.revokeObjectURL(address);
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { order = first; filter(); sortRows(); remember(); }));
  document.getElementById("order").addEventListener("change", (event) => {
    const key = event.target.value;
    order = key === "verdict" ? first : { key: key === "place" ? "position" : key, down: key === "difference" };
    sortRows();
    remember();
  });
  for (const button of all(".sort")) {
    button.addEventListener("click", () => {
      order = { key: button.dataset.key, down: order.key === button.dataset.key && !order.down };
      sortRows();
      remember();
    });
  }
  recall();
  filter();
  sortRows();

  // Drawings are unpacked, and charts drawn, when they come into sight.
  const unpack = async (image) => {
    const packed = Uint8Array.from(atob(image.dataset.drawing), (character) => character.charCodeAt());
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const drawing = await new Response(stream).blob();
    image.removeAttribute("data-drawing");
    image.src = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
  };
  const charts = JSON.parse(document.getElementById("chart-data").textContent);
  const svgLine = (color, dash) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    for (const [name, value] of Object.entries({ width: 34, height: 8, "aria-hidden": "true" })) svg.setAttribute(name, value);
    for (const [name, value] of Object.entries({
      x1: 0, x2: 34, y1: 4, y2: 4, stroke: color, "stroke-width": 2.2, "stroke-dasharray": dash.join(" "),
    })) line.setAttribute(name, value);
    svg.append(line);
    return svg;
  };

  const extent = (values) => [Math.min(...values), Math.max(...values)];

  // The frame of every chart is there from the beginning, at its full height, so that nothing moves when it is drawn.
  const frame = (holder) => {
    const chart = charts[holder.dataset.chart];
    const still = document.querySelector(`[data-still="${holder.dataset.chart}"]`);
    const title = holder.parentElement.querySelector("h3").textContent;
    const encoding = chart.spec.layer.find((layer) => layer.encoding.strokeDash).encoding;
    const legend = make("ul", { className: "legend", ariaLabel: "Lines" }, ...chart.lines.map(([name, mode], at) => {
      const item = make("li", {}, svgLine(encoding.color.scale.range[at], encoding.strokeDash.scale.range[at]), name);
      item.dataset.mode = mode;
      return item;
    }));
    const [views, waiting] = [[], []];
    const modes = [...new Set(chart.lines.map(([, mode]) => mode).filter(Boolean))];
    const panels = make("div", { className: "panels" });
    for (const [name, points] of Object.entries(chart.panels)) {
      const view = make("div", { className: "view" });
      // What Vega draws has roles of its own without names; readers get the name of the panel and the table below.
      view.setAttribute("aria-hidden", "true");
      const picture = make("div", {}, view);
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", `${title}: ${name}. The values are in the table below the panels.`);
      panels.append(make("div", { className: "panel" }, make("h4", {}, name), picture));
      const spec = structuredClone(chart.spec);
      const unit = chart.units[name] || chart.upward;
      const [across, upward] = [points.map(([, x]) => x), points.flatMap((point) => point.slice(2)).filter((y) => y !== null)];
      for (const { encoding: { x, y } } of spec.layer) {
        if (x) x.scale = { domain: extent(across), nice: false };
        if (y) y.scale = { domain: extent(upward), nice: true, zero: false };
        if (y && y.title) y.title = unit;
      }
      spec.datasets = {
        panel: points.map(([line, x, y, lower, upper]) => ({ key: `l${line}`, mode: chart.lines[line][1], x, y, lower, upper })),
        zero: points.some(([, , y]) => y < 0) ? [{ y: 0 }] : [],
      };
      spec.config = { view: { stroke: null }, axis: { labelFontSize: 10, titleFontSize: 10, titleFontWeight: "normal" }, aria: false };
      waiting.push(() => vegaEmbed(view, spec, { actions: false, renderer: "svg", ast: true, mode: "vega-lite" }));
    }
    const tools = make("div", { className: "tools" });
    if (modes.length > 1) {
      const select = make("select", {}, make("option", { value: "" }, "all"), ...modes.map((mode) => make("option", { value: mode }, mode)));
      const stress = () => {
        for (const view of views) view.then((result) => result.view.signal("shown", select.value).runAsync());
        for (const item of legend.children) {
          item.classList.toggle("away", Boolean(select.value && item.dataset.mode && item.dataset.mode !== select.value));
        }
      };
      const follow = () => {
        select.value = modes.includes(family()) ? family() : "";
        stress();
      };
      select.addEventListener("change", stress);
      form.addEventListener("change", (event) => { if (event.target.name === "mode") follow(); });
      form.addEventListener("reset", () => setTimeout(follow));
      tools.append(make("label", {}, "Mode ", select));
      follow();
    }
    const values = make("details", { className: "foot" }, make("summary", {}, "Values as a table"));
    values.addEventListener("toggle", () => { if (values.open && !values.querySelector("table")) values.append(tabulate(chart, title)); });
    const swap = make("button", { type: "button" }, "Show as printed");
    swap.addEventListener("click", () => {
      still.hidden = !still.hidden;
      panels.hidden = legend.hidden = !still.hidden;
      swap.textContent = still.hidden ? "Show as printed" : "Show values at the pointer";
    });
    tools.append(swap);
    holder.append(legend, panels, tools, values);
    holder.hidden = false;
    still.hidden = true;
    return () => {
      views.push(...waiting.splice(0).map((paint) => paint()));
      holder.querySelector(".tools select")?.dispatchEvent(new Event("change"));
    };
  };
  const paint = new Map(all(".chart").map((holder) => [holder, frame(holder)]));

  const tabulate = (chart, title) => {
    const scroll = make("div", { className: "scroll", tabIndex: 0 });
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", `Values of ${title}`);
    const head = (text) => { const cell = make("th", {}, text); cell.scope = "col"; return cell; };
    const table = make("table", { className: "data" }, make("caption", { className: "hidden" }, `Values of ${title}`),
      make("thead", {}, make("tr", {}, head("panel"), head(chart.across), ...chart.lines.map(([name]) => head(name)))));
    const tbody = make("tbody");
    for (const [name, points] of Object.entries(chart.panels)) {
      const across = [...new Set(points.map(([, x]) => x))].sort((one, other) => one - other);
      for (const x of across) {
        const row = make("tr", {}, make("td", {}, name), make("td", { className: "number" }, x));
        chart.lines.forEach((_, line) => {
          const point = points.find(([of, at]) => of === line && at === x);
          const band = point && point[3] !== null ? ` (${point[3]} to ${point[4]})` : "";
          row.append(make("td", { className: "number" }, point ? `${point[2]}${band}` : ""));
        });
        tbody.append(row);
      }
    }
    table.append(tbody);
    scroll.append(table);
    return scroll;
  };

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      const chart = target.querySelector(".chart");
      if (chart) paint.get(chart)();
      all("img[data-drawing]", target).forEach(unpack);
    }
  }, { rootMargin: "600px" });
  all("article").forEach((article) => seen.observe(article));
  window.addEventListener("beforeprint", () => all("img[data-drawing]").forEach(unpack));
})();
