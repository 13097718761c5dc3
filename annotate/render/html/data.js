// The data of the page are lines of JSON: first the names of labels and states,
// last the summary of the capture, and between them the connections, each with
// its packets behind a tab, and behind another some of those left out in the
// middle. These are parsed when they are looked at.
const lines = document.getElementById("data").textContent.trim().split("\n");
const names = JSON.parse(lines[0]);
const summary = JSON.parse(lines[lines.length - 1]);
const connections = lines.slice(1, -1).map(line => {
  const [head, packets, between = "[]"] = line.split("\t");
  return Object.assign(JSON.parse(head), { packets, between });
}).sort((a, b) => a.id - b.id);
const byId = new Map(connections.map(c => [c.id, c]));

// The marks of a packet.
const AGAIN = 1, LOST = 2, CROSSED = 4;

// packetsOf gives packets their names; times are
// microseconds since the first one. dir is 0 towards the server.
function packetsOf(text) {
  return JSON.parse(text).map(([number, time, label, dir, seq, length, ack, window, client, server, marks, findings = [], sack = []]) => ({
    number, time, label: names.labels[label], dir, seq, length, ack, window,
    client: names.states[client], server: names.states[server], marks, findings, sack,
  }));
}

// numbersOf is what a packet says about sequence numbers: "seq 1:27 ack 1".
function numbersOf(p) {
  const text = [p.label];
  if (p.length > 0) {
    text.push(`seq ${p.seq}:${(p.seq + p.length) % 2 ** 32}`);
  } else if (["SYN", "SYN-ACK", "FIN", "RST"].includes(p.label)) {
    text.push(`seq ${p.seq}`);
  }
  if (p.ack >= 0) {
    text.push(`ack ${p.ack}`);
  }
  return text.join(" ");
}
