// A scale maps numbers to pixels, and knows where its ticks belong.
function scale(min, max, from, to) {
  const span = max - min || 1;
  return {
    min, max,
    at: v => from + (v - min) / span * (to - from),
    value: px => min + (px - from) / (to - from) * span,
    ticks: count => {
      const rough = span / count, power = 10 ** Math.floor(Math.log10(rough));
      const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= rough);
      const list = [];
      for (let i = Math.ceil(min / step); i * step <= max + step * 1e-9; i++) {
        list.push(i * step + 0); // not -0
      }
      return list;
    },
  };
}

// clock writes microseconds in the unit that suits a span of them.
function clock(us, span) {
  const [unit, size] = span >= 2e6 ? ["s", 1e6] : span >= 2e3 ? ["ms", 1e3] : ["us", 1];
  return `${Number((us / size).toPrecision(6))}${unit}`;
}

// bytes writes a sequence number in the unit that suits a span of them.
function bytes(n, span) {
  const [unit, size] = span >= 2e9 ? ["G", 1e9] : span >= 2e6 ? ["M", 1e6] : ["", 1];
  return n === 0 ? "0" : `${integers.format(n / size)}${unit}`;
}

// unwrapper turns sequence numbers, which count modulo 2^32, into numbers that
// go on counting.
function unwrapper() {
  let last;
  return n => {
    last = last === undefined ? n : last + ((n - last) | 0);
    return last;
  };
}
