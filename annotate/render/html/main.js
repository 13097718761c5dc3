// Puts the page together: the summary, the filters, and what the address says.
document.getElementById("summary").textContent =
  `${plural(summary.connections, "connection")} in ${plural(summary.segments, "TCP segment")}` +
  (summary.handshake?.count === 1 ? `; handshake ${duration(summary.handshake.max)}` : summary.handshake ? `; handshakes: median ${duration(summary.handshake.median)}, 95 % within ${duration(summary.handshake.p95)}, slowest ${duration(summary.handshake.max)}` : "");

if (summary.handshake?.count > 1 && byId.has(summary.slowest?.[0].flow_id)) {
  const { flow_id } = summary.slowest[0];
  document.getElementById("summary").append(" ", html("a", { href: `#${flow_id}` }, `#${flow_id}`));
}

const gaps = [
  ["unlisted", "connections are not listed, to keep the page small"],
  ["undrawn", "connections are listed without their packets, to keep the page small"],
  ["late", "packets that came after the end of their connection are not shown"],
  ["broken", "frames with broken headers"], ["fragments", "fragments"], ["copies", "copies of packets"],
  ["mid_stream", "connections joined after their beginning"], ["evicted", "connections dropped from the full table before their end"],
].filter(([name]) => summary[name] > 0).map(([name, text]) => `${integer(summary[name])} ${text}`);
for (const [name, text] of [["kernel_drops", "kernel"], ["kernel_ifdrops", "interface"], ["ring_drops", "program that captured"]]) {
  if (summary.capture?.[name] > 0) {
    gaps.push(`${plural(summary.capture[name], "packet")} dropped by the ${text}`);
  }
}

document.getElementById("facts").append(...[
  ["states", Object.entries(summary.states).map(([state, n]) => `${state} ${integer(n)}`)],
  ["found", Object.entries(summary.findings).map(([name, n]) => `${name} ${integer(n)}`)],
  ["not whole", gaps],
].filter(([, list]) => list.length > 0).map(([name, list]) =>
  html("details", { name: "facts" }, html("summary", {}, name), html("ul", {}, ...list.map(text => html("li", {}, text))))));

// verdictCounts are those of all connections, listed or not, unless options of the
// program chose some.
function verdictCounts() {
  if (connections.length + (summary.unlisted ?? 0) === summary.connections) {
    return Object.entries(summary.verdicts);
  }
  const counts = new Map();
  for (const c of connections) {
    counts.set(c.verdict, (counts.get(c.verdict) ?? 0) + 1);
  }
  return [...counts];
}

document.getElementById("verdicts").append(...verdictCounts().map(([verdict, n]) =>
  html("label", {}, html("input", { type: "checkbox", onchange: e => {
    e.target.checked ? chosen.add(verdict) : chosen.delete(verdict);
    update();
  } }), html("span", { class: verdictClass({ verdict }) }, `${verdict} ${integer(n)}`))));

filter.addEventListener("input", update);
document.getElementById("filters").addEventListener("submit", e => e.preventDefault());

// follow shows the connection that the address names, so that it can be linked
// to and the browser's way back works.
function follow() {
  const c = byId.get(Number(location.hash.slice(1)));
  rows.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  if (!c) {
    hideDetail();
    return;
  }
  const row = rowOf(c.id);
  row?.setAttribute("aria-selected", "true");
  if (row) {
    setCurrent(row);
    row.scrollIntoView({ block: "nearest" });
  }
  showDetail(c);
  detail.scrollTop = 0;
  detail.focus();
}

function close() {
  history.pushState(null, "", location.pathname + location.search);
  follow();
  view.current?.focus();
}

// step goes to a neighbour in the list as it is sorted and filtered.
function step(by) {
  const at = view.list.findIndex(c => `#${c.id}` === location.hash);
  const c = view.list[at + by];
  if (c) {
    location.hash = c.id;
  }
}

document.addEventListener("keydown", e => {
  if (e.key === "Escape" && !detail.hidden) {
    close();
  } else if (e.key === "/" && document.activeElement !== filter) {
    e.preventDefault();
    filter.focus();
  }
});
addEventListener("hashchange", follow);
addEventListener("popstate", follow);

update();
follow();
if (connections.length === 1 && !location.hash) {
  location.replace(`#${connections[0].id}`);
}
