// The table of connections. Rows are made as they are scrolled to, and around one that
// is jumped to: ten thousand at once would take seconds.
const columns = [
  { head: "#", number: true, value: c => c.id },
  { head: "client", value: c => c.client, text: c => c.client + (c.guessed ? "?" : "") },
  { head: "server", value: c => c.server },
  { head: "verdict", value: c => c.verdict, style: verdictClass },
  { head: "by", value: c => c.by ?? "" },
  { head: "begin (UTC)", value: c => c.first, text: c => c.first.slice(11, 26) },
  { head: "handshake", number: true, value: c => c.handshake ?? -1, text: c => duration(c.handshake) },
  { head: "duration", number: true, value: c => c.duration, text: c => duration(c.duration) },
  { head: "packets →", title: "from the client to the server", number: true, value: c => c.up[0] },
  { head: "bytes →", title: "payload from the client to the server", number: true, value: c => c.up[1] },
  { head: "← packets", title: "from the server to the client", number: true, value: c => c.down[0] },
  { head: "← bytes", title: "payload from the server to the client", number: true, value: c => c.down[1] },
  { head: "sent again", title: "retransmissions of both ends", number: true, value: c => c.up[2] + c.down[2] },
];

function verdictClass(c) {
  return `verdict ${names.bad.includes(c.verdict) ? "bad" : c.verdict}`;
}

// The rows are those of list from index first to shown.
const view = { list: connections, first: 0, shown: 0, column: 0, down: false, current: undefined };
const rows = document.getElementById("rows"), more = document.getElementById("more"), earlier = document.getElementById("earlier");
const scroll = document.getElementById("scroll");
const empty = document.getElementById("empty"), filter = document.getElementById("filter"), count = document.getElementById("count");
const chosen = new Set();
const page = 200;

for (const c of connections) {
  c.haystack = `#${c.id} ${c.client} ${c.server} ${c.verdict} ${c.by ?? ""} ${c.outcome}`.toLowerCase();
}

document.getElementById("heads").append(...columns.map((column, i) =>
  html("th", { scope: "col", class: column.number && "number" }, html("button", { type: "button", title: column.title, onclick: () => sortBy(i) }, column.head))));

function sortBy(i) {
  view.down = view.column === i && !view.down;
  view.column = i;
  update();
}

// update filters, sorts and shows the first page.
function update() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(w => w);
  const { value } = columns[view.column], sign = view.down ? -1 : 1;
  view.list = connections
    .filter(c => (chosen.size === 0 || chosen.has(c.verdict)) && words.every(w => c.haystack.includes(w)))
    .sort((a, b) => sign * compare(value(a), value(b)) || a.id - b.id);
  document.querySelectorAll("#heads th").forEach((th, i) => th.setAttribute("aria-sort", i !== view.column ? "none" : view.down ? "descending" : "ascending"));
  count.textContent = `${integer(view.list.length)} of ${plural(connections.length + (summary.unlisted ?? 0), "connection")}`;
  empty.hidden = view.list.length > 0;
  empty.textContent = summary.connections === 0 ? "There is no TCP connection in this capture."
    : connections.length === 0 ? "No connection of this capture was selected." : "No connection matches the filter.";
  showFrom(0);
}

// showFrom shows a page of rows, of which the one at index i is the first.
function showFrom(i) {
  rows.replaceChildren();
  view.first = view.shown = i;
  view.current = undefined;
  earlier.hidden = i === 0;
  showMore();
}

// compare orders numbers by size and texts as people do, "10" after "9".
const collator = new Intl.Collator("en", { numeric: true });
const compare = (a, b) => typeof a === "number" ? a - b : collator.compare(a, b);

function showMore() {
  const next = view.list.slice(view.shown, view.shown + page);
  view.shown += next.length;
  rows.append(...next.map(drawTableRow));
  more.hidden = view.shown >= view.list.length;
  if (!view.current && rows.firstElementChild) {
    setCurrent(rows.firstElementChild);
  }
}

// showEarlier puts a page of rows above, and what is seen stays where it is.
function showEarlier() {
  const from = Math.max(0, view.first - page), height = scroll.scrollHeight;
  rows.prepend(...view.list.slice(from, view.first).map(drawTableRow));
  view.first = from;
  earlier.hidden = from === 0;
  scroll.scrollTop += scroll.scrollHeight - height;
}

function drawTableRow(c) {
  return html("tr", { "data-id": c.id, tabindex: -1, "aria-selected": location.hash === `#${c.id}` ? "true" : "false" }, ...columns.map(column => {
    const value = column.text ? column.text(c) : column.number ? integer(column.value(c)) : column.value(c);
    return html("td", { class: column.number && "number" }, column.style ? html("span", { class: column.style(c) }, value) : value);
  }));
}

// setCurrent makes row the one that the keyboard is at.
function setCurrent(row) {
  view.current?.setAttribute("tabindex", -1);
  view.current = row;
  row.setAttribute("tabindex", 0);
}

// rowOf returns the row of a connection, making those around it; undefined when the
// filter hides it.
function rowOf(id) {
  const i = view.list.findIndex(c => c.id === id);
  if (i < 0) {
    return undefined;
  }
  if (i < view.first - page || i >= view.shown + page) {
    showFrom(Math.max(0, i - page / 2));
  } else if (i < view.first) {
    showEarlier();
  } else if (i >= view.shown) {
    showMore();
  }
  return rows.children[i - view.first];
}

rows.addEventListener("click", e => {
  const row = e.target.closest("tr");
  if (row) {
    location.hash = row.dataset.id;
  }
});

rows.addEventListener("keydown", e => {
  const at = view.first + [...rows.children].indexOf(view.current);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 20, PageUp: at - 20, Home: 0, End: view.list.length - 1 }[e.key];
  if (e.key === "Enter" || e.key === " ") {
    e.preventDefault();
    location.hash = view.current.dataset.id;
  } else if (to !== undefined && view.list.length > 0) {
    e.preventDefault();
    const row = rowOf(view.list[Math.min(Math.max(to, 0), view.list.length - 1)].id);
    setCurrent(row);
    row.focus();
  }
});

for (const [button, show] of [[more, showMore], [earlier, showEarlier]]) {
  button.addEventListener("click", show);
  new IntersectionObserver(seen => seen.some(s => s.isIntersecting) && show(), { root: scroll, rootMargin: "400px" }).observe(button);
}
