// The time/sequence plot of one direction, as tcptrace draws it: each segment is
// a bar from its first to its last sequence number; below it the line of what
// the other end has acknowledged, above it the line of what its window allows.
const plot = { width: 640, height: 360, left: 76, right: 12, top: 12, bottom: 36 };

// seriesOf gathers what is drawn for the packets that go in direction dir.
function seriesOf(c, packets, dir) {
  const unwrap = unwrapper();
  const series = { segments: [], acks: [], edges: [], sacks: [], marks: [] };
  for (const p of packets) {
    if (p.label === "ICMP") {
      continue;
    }
    if (p.dir === dir) {
      const seq = unwrap(p.seq);
      if (p.length > 0) {
        series.segments.push({ time: p.time, from: seq, to: seq + p.length, packet: p });
      }
      if (["SYN", "SYN-ACK", "FIN", "RST"].includes(p.label)) {
        series.marks.push({ time: p.time, at: seq + p.length, text: p.label[0], packet: p });
      }
    } else if (p.ack >= 0 && p.label !== "RST") {
      const ack = unwrap(p.ack);
      series.acks.push({ time: p.time, at: ack });
      if (c.shift) { // else nobody knows what the window means
        series.edges.push({ time: p.time, at: ack + p.window * (p.label.startsWith("SYN") ? 1 : 2 ** c.shift[1 - dir]) });
      }
      for (let i = 0; i < p.sack.length; i += 2) {
        series.sacks.push({ time: p.time, from: unwrap(p.sack[i]), to: unwrap(p.sack[i + 1]) });
        unwrap(p.ack);
      }
    }
  }
  return series;
}

// boundsOf is what a plot shows: all segments and acknowledgments. The edge of
// the window may be far above them and is left out at first.
function boundsOf(series, packets, edges = []) {
  const numbers = [...series.segments.flatMap(s => [s.from, s.to]), ...series.acks.map(a => a.at), ...series.marks.map(m => m.at), ...edges.map(e => e.at)];
  const low = numbers.reduce((a, b) => Math.min(a, b)), high = numbers.reduce((a, b) => Math.max(a, b));
  const begin = packets.reduce((t, p) => Math.min(t, p.time), 0), end = packets.reduce((t, p) => Math.max(t, p.time), 1);
  const pad = Math.max(1, (high - low) * 0.05), wait = (end - begin) * 0.02;
  return { t0: begin - wait, t1: end + wait, s0: low - pad, s1: high + pad };
}

// drawPlots returns the plots of both directions. between are some of the packets
// that were cut out of the middle.
function drawPlots(c, packets, between) {
  const all = between.length === 0 ? packets : [...packets.slice(0, c.cutAt), ...between, ...packets.slice(c.cutAt)];
  return [0, 1].map(dir => drawPlot({ ...c, drawn: between.length }, all, dir));
}

// drawPlot returns a figure that can be zoomed with the mouse and the keyboard,
// or a line that says that no data went in that direction.
function drawPlot(c, packets, dir) {
  const series = seriesOf(c, packets, dir);
  const title = dir === 0 ? "client to server" : "server to client";
  if (series.segments.length === 0) {
    const bytes = (dir === 0 ? c.up : c.down)[1];
    return html("p", { class: "cut" }, bytes === 0
      ? `No data went from ${title}, so there is no time/sequence plot of that direction.`
      : `The packets with the ${plural(bytes, "byte")} that went from ${title} are not kept here, so there is no time/sequence plot of that direction.`);
  }
  const whole = boundsOf(series, packets);
  const picture = svg("svg", { class: "plot", viewBox: `0 0 ${plot.width} ${plot.height}`, width: plot.width, height: plot.height, tabindex: 0, role: "img",
    "aria-label": `Time/sequence plot, ${title}. Plus and minus zoom, arrows move, 0 shows all.` });
  let view;
  const show = v => {
    view = v;
    picture.replaceChildren(...plotParts(c, packets, series, view));
  };
  show(whole);
  addZoom(picture, () => view, show, whole);
  return html("figure", {}, picture, html("figcaption", {},
    `Time/sequence, ${title}. `, html("span", { class: "key segment" }, "segment"), html("span", { class: "key again" }, "sent again (R)"),
    html("span", { class: "key ack" }, "acknowledged"), series.edges.length > 0 && html("span", { class: "key edge" }, "window"), html("span", { class: "key sack" }, "SACK"),
    " Drag to zoom:", html("button", { type: "button", onclick: () => show(whole) }, "all"),
    series.edges.length > 0 && html("button", { type: "button", onclick: () => show(boundsOf(series, packets, series.edges)) }, "with the window")));
}

function scalesOf(view) {
  return {
    x: scale(view.t0, view.t1, plot.left, plot.width - plot.right),
    y: scale(view.s0, view.s1, plot.height - plot.bottom, plot.top),
  };
}

function plotParts(c, packets, series, view) {
  const { x, y } = scalesOf(view);
  const clip = `clip-${c.id}-${Math.random().toString(36).slice(2)}`;
  const area = { x: plot.left, y: plot.top, width: plot.width - plot.left - plot.right, height: plot.height - plot.top - plot.bottom };
  const inside = svg("g", { "clip-path": `url(#${clip})` },
    cutBand(c, packets, x, area),
    stairs(series.edges, x, y, "edge"),
    stairs(series.acks, x, y, "ack"),
    ...series.sacks.map(s => bar(s, x, y, "sack")),
    ...series.segments.map(s => bar(s, x, y, s.packet.marks & AGAIN ? "segment again" : "segment", s.packet)),
    ...series.marks.map(m => svg("text", { class: "mark", x: x.at(m.time), y: y.at(m.at) - 4 }, m.text)),
    ...series.segments.filter(s => s.packet.marks & AGAIN).map(s => svg("text", { class: "mark again", x: x.at(s.time), y: y.at(s.to) - 4 }, "R")));
  return [svg("clipPath", { id: clip }, svg("rect", area)), ...axes(x, y, view), inside];
}

// bar is a segment or a SACK block, with caps that show where one ends and the
// next begins.
function bar(s, x, y, name, packet) {
  const at = x.at(s.time).toFixed(1), from = y.at(s.from).toFixed(1), to = y.at(s.to).toFixed(1);
  const path = svg("path", { class: name, d: `M${at} ${from}V${to}m-2 0h4M${at - 2} ${from}h4` });
  if (packet) {
    path.append(svg("title", {}, `packet ${packet.number}: ${numbersOf(packet)}`));
  }
  return path;
}

// stairs is a line that keeps its height until the next point.
function stairs(points, x, y, name) {
  let d = "";
  for (const p of points) {
    d += d === "" ? `M${x.at(p.time).toFixed(1)} ${y.at(p.at).toFixed(1)}` : `H${x.at(p.time).toFixed(1)}V${y.at(p.at).toFixed(1)}`;
  }
  return svg("path", { class: name, d: d === "" ? "" : `${d}H${plot.width}` });
}

// cutBand marks the time of the packets of which only some were kept, or none.
function cutBand(c, packets, x, area) {
  const before = packets[c.cutAt - 1], after = packets[c.cutAt + c.drawn];
  if (!c.cut || !before || !after) {
    return undefined;
  }
  const from = x.at(before.time), to = x.at(after.time);
  return svg("g", {},
    svg("rect", { class: "cut", x: from, y: area.y, width: Math.max(1, to - from), height: area.height }),
    svg("text", { class: "cut", x: (from + to) / 2, y: area.y + 14 }, c.drawn > 0 ? `${integer(c.drawn)} of ${plural(c.cut, "packet")} drawn` : `${plural(c.cut, "packet")} not drawn`));
}

function axes(x, y, view) {
  const bottom = plot.height - plot.bottom;
  const parts = [];
  for (const t of x.ticks(6)) {
    parts.push(svg("line", { class: "grid", x1: x.at(t), x2: x.at(t), y1: plot.top, y2: bottom }),
      svg("text", { class: "tick", x: x.at(t), y: bottom + 16 }, clock(t, view.t1 - view.t0)));
  }
  for (const s of y.ticks(6)) {
    parts.push(svg("line", { class: "grid", x1: plot.left, x2: plot.width - plot.right, y1: y.at(s), y2: y.at(s) }),
      svg("text", { class: "tick end", x: plot.left - 6, y: y.at(s) + 4 }, bytes(s, view.s1 - view.s0)));
  }
  return parts;
}

// addZoom lets the mouse drag a frame to look into, and the keyboard zoom and
// move.
function addZoom(picture, current, show, whole) {
  const point = e => {
    const box = picture.getBoundingClientRect();
    return { x: (e.clientX - box.left) * plot.width / box.width, y: (e.clientY - box.top) * plot.height / box.height };
  };
  let start, frame;
  picture.addEventListener("pointerdown", e => {
    start = point(e);
    frame = svg("rect", { class: "frame" });
    picture.append(frame);
    picture.setPointerCapture(e.pointerId);
  });
  picture.addEventListener("pointermove", e => {
    if (start) {
      const p = point(e);
      for (const [name, value] of Object.entries({ x: Math.min(p.x, start.x), y: Math.min(p.y, start.y), width: Math.abs(p.x - start.x), height: Math.abs(p.y - start.y) })) {
        frame.setAttribute(name, value);
      }
    }
  });
  picture.addEventListener("pointerup", e => {
    const p = point(e), { x, y } = scalesOf(current()), from = start;
    start = undefined;
    frame.remove();
    if (Math.abs(p.x - from.x) > 5 && Math.abs(p.y - from.y) > 5) {
      show({ t0: x.value(Math.min(p.x, from.x)), t1: x.value(Math.max(p.x, from.x)), s0: y.value(Math.max(p.y, from.y)), s1: y.value(Math.min(p.y, from.y)) });
    }
  });
  picture.addEventListener("dblclick", () => show(whole));
  picture.addEventListener("keydown", e => {
    const v = moved(current(), e.key, whole);
    if (v) {
      e.preventDefault();
      e.stopPropagation();
      show(v);
    }
  });
}

// moved is the view after a key, undefined when the key means nothing here.
function moved(v, key, whole) {
  const dt = v.t1 - v.t0, ds = v.s1 - v.s0;
  const grow = f => ({ t0: v.t0 - dt * f, t1: v.t1 + dt * f, s0: v.s0 - ds * f, s1: v.s1 + ds * f });
  const shift = (t, s) => ({ t0: v.t0 + dt * t, t1: v.t1 + dt * t, s0: v.s0 + ds * s, s1: v.s1 + ds * s });
  switch (key) {
    case "+": case "=": return grow(-0.2);
    case "-": return grow(1 / 3);
    case "0": return whole;
    case "ArrowLeft": return shift(-0.2, 0);
    case "ArrowRight": return shift(0.2, 0);
    case "ArrowUp": return shift(0, 0.2);
    case "ArrowDown": return shift(0, -0.2);
    default: return undefined;
  }
}
