// Elements are made one by one and their text is set as text: nothing of what
// came from the wire is ever read as markup.

function element(namespace, tag, attributes, children) {
  const e = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      e.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      e.setAttribute(name, value === true ? "" : value);
    }
  }
  e.append(...children.filter(c => c !== undefined && c !== false));
  return e;
}

const html = (tag, attributes = {}, ...children) => element("http://www.w3.org/1999/xhtml", tag, attributes, children);
const svg = (tag, attributes = {}, ...children) => element("http://www.w3.org/2000/svg", tag, attributes, children);

// duration writes seconds with three significant digits, from 1000 on as two units:
// 16m40s, 2h5m, 28d10h, as the other formats do.
function duration(seconds) {
  if (seconds === undefined) {
    return "-";
  }
  if (seconds >= 999.5) {
    const s = Math.round(seconds);
    const [big, size, small, part] = s >= 48 * 3600 ? ["d", 86400, "h", 3600] : s >= 3600 ? ["h", 3600, "m", 60] : ["m", 60, "s", 1];
    const rest = Math.floor(s % size / part);
    return `${Math.floor(s / size)}${big}${rest ? `${rest}${small}` : ""}`;
  }
  for (const [unit, size] of [["s", 1], ["ms", 1e-3], ["us", 1e-6]]) {
    if (seconds >= size * 0.9995 || unit === "us") {
      return `${Number((seconds / size).toPrecision(3))}${unit}`;
    }
  }
}

const integers = new Intl.NumberFormat("en-US");
const integer = n => integers.format(n);
const plural = (n, one) => `${integer(n)} ${one}${n === 1 ? "" : "s"}`;
