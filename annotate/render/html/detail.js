// The detail of one connection: what is known of it, the ladder, the plots.
const detail = document.getElementById("detail");

function showDetail(c) {
  const packets = packetsOf(c.packets);
  const plots = packets.length > 0 ? drawPlots(c, packets, packetsOf(c.between)) : [];
  detail.replaceChildren(
    html("div", { class: "bar" },
      html("h2", {}, `#${c.id} `, html("span", { class: verdictClass(c) }, c.verdict)),
      html("button", { type: "button", onclick: () => step(-1), title: "previous in the list" }, "Previous"),
      html("button", { type: "button", onclick: () => step(1), title: "next in the list" }, "Next"),
      html("button", { type: "button", onclick: close }, "Close")),
    html("p", {}, `${c.client} > ${c.server}: ${c.outcome}`),
    factsOf(c),
    packets.length === 0
      ? html("p", { class: "cut" }, `Its ${plural(c.cut ?? 0, "packet")} are not drawn: the page would be too large.`)
      : html("div", { class: "drawing" }, drawLadder(c, packets)),
    ...plots);
  detail.hidden = false;
  document.body.classList.add("split");
}

function factsOf(c) {
  const facts = [
    ["begin", c.first], ["duration", duration(c.duration)], ["handshake", duration(c.handshake)],
    ["client sent", sent(c.up)], ["server sent", sent(c.down)],
  ];
  if (c.guessed) {
    facts.push(["roles", "guessed from the ports"]);
  }
  return html("dl", {}, ...facts.flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]));
}

// sent says what one end sent, and how that went as far as it is known.
function sent([packets, bytes, again, rate = 0, flight = 0, trip = 0]) {
  const parts = [plural(packets, "packet"), plural(bytes, "byte")];
  if (again > 0) {
    parts.push(`${integer(again)} sent again`);
  }
  if (rate > 0) {
    parts.push(`${compact.format(rate)}B/s`);
  }
  if (flight > 0) {
    parts.push(`up to ${plural(flight, "byte")} in flight`);
  }
  if (trip > 0) {
    parts.push(`round trip ${duration(trip)} (median)`);
  }
  return parts.join(", ");
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

function hideDetail() {
  detail.hidden = true;
  detail.replaceChildren();
  document.body.classList.remove("split");
}
