// The ladder: the client on the left, the server on the right, an arrow for
// each packet that falls with time. Rows are packets, not moments: a close that
// took a microsecond is as readable as one that took a minute.
const ladder = { row: 34, line: 15, left: 208, right: 512, width: 640, slant: 9, wrap: 84 };

function drawLadder(c, packets) {
  const body = svg("g");
  let y = 44, before = {};
  const drawCut = i => {
    if (c.cut && i === c.cutAt) {
      body.append(svg("text", { x: (ladder.left + ladder.right) / 2, y: y + 4, class: "cut" }, `${plural(c.cut, "packet")} not drawn`));
      y += ladder.row;
    }
  };
  packets.forEach((p, i) => {
    drawCut(i);
    const previous = packets[i - 1];
    const crossing = (p.marks & CROSSED) !== 0 && previous && previous.dir !== p.dir;
    const next = packets[i + 1];
    const crossed = next && (next.marks & CROSSED) !== 0 && next.dir !== p.dir;
    body.append(drawRow(p, y, before, crossing, crossed));
    before = p;
    y += crossing ? ladder.row + ladder.line : ladder.row;
    for (const line of findingLines(p)) {
      body.append(svg("text", { x: 100, y: y - 12, class: `finding ${line.severity}` }, line.text));
      y += ladder.line;
    }
  });
  drawCut(packets.length);
  const height = y + 4;
  return svg("svg", { class: "ladder", viewBox: `0 0 ${ladder.width} ${height}`, width: ladder.width, height, role: "img", "aria-label": `Ladder of connection ${c.id}` },
    svg("text", { x: 80, y: 16, class: "head end" }, "seconds"),
    svg("text", { x: ladder.left, y: 16, class: "head end" }, "client"),
    svg("text", { x: ladder.right, y: 16, class: "head" }, "server"),
    svg("line", { class: "bar", x1: ladder.left, y1: 24, x2: ladder.left, y2: height }),
    svg("line", { class: "bar", x1: ladder.right, y1: 24, x2: ladder.right, y2: height }),
    body);
}

// drawRow draws one packet. Of two that crossed, each falls through the row of
// the other.
function drawRow(p, y, before, crossing, crossed) {
  const from = p.dir === 0 ? ladder.left : ladder.right;
  const to = p.dir === 0 ? ladder.right : ladder.left;
  const start = crossing ? y - ladder.row + 6 : y;
  const end = crossed ? y + ladder.row : y + ladder.slant;
  const lost = (p.marks & LOST) !== 0;
  const part = lost ? 0.8 : 1;
  const x = from + (to - from) * part, tip = start + (end - start) * part;
  const label = crossing || crossed
    // Where two cross, one label stands above its beginning, the other below its end.
    ? { x: ladder.left + 14, y: crossing ? end + 14 : start - 4, class: "label" }
    : { x: (from + to) / 2, y: (start + end) / 2 - 5, class: "label middle" };
  const row = svg("g", { class: `packet ${p.label}${p.marks & AGAIN ? " again" : ""}${lost ? " lost" : ""}${p.length > 0 ? " data" : ""}` },
    svg("title", {}, `packet ${p.number}: ${numbersOf(p)}, win ${p.window}`),
    svg("line", { class: "arrow", x1: from, y1: start, x2: x, y2: tip }),
    lost ? svg("path", { class: "cross", d: `M${x - 5} ${tip - 5}l10 10m0 -10l-10 10` }) : svg("path", { class: "tip", d: arrowHead(x, tip, from, start) }),
    svg("text", label, numbersOf(p)),
    svg("text", { x: 80, y: y + 4, class: "time end" }, (p.time / 1e6).toFixed(6)));
  if (p.client !== before.client) {
    row.append(svg("text", { x: ladder.left - 8, y: y + 4, class: "state end" }, p.client));
  }
  if (p.server !== before.server) {
    row.append(svg("text", { x: ladder.right + 8, y: y + 4, class: "state" }, p.server));
  }
  return row;
}

function arrowHead(x, y, fromX, fromY) {
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const dx = (x - fromX) / length, dy = (y - fromY) / length;
  const at = (along, across) => `${(x - along * dx - across * dy).toFixed(1)} ${(y - along * dy + across * dx).toFixed(1)}`;
  return `M${x} ${y}L${at(9, 4)}L${at(9, -4)}Z`;
}

// findingLines breaks the findings of a packet into lines that fit.
function findingLines(p) {
  const out = [];
  for (let i = 0; i < p.findings.length; i += 2) {
    let text = "";
    for (const word of p.findings[i + 1].split(" ")) {
      if (text !== "" && text.length + word.length >= ladder.wrap) {
        out.push({ severity: p.findings[i], text });
        text = "";
      }
      text += (text === "" ? "" : " ") + word;
    }
    out.push({ severity: p.findings[i], text });
  }
  return out;
}
