package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tcpshake/annotate"
)

// htmlLines returns the lines of data that a page holds.
func htmlLines(t *testing.T, page string) []string {
	t.Helper()
	_, data, ok := strings.Cut(page, `id="data">`+"\n")
	if !ok {
		t.Fatal("the page has no data")
	}
	data, _, _ = strings.Cut(data, "\n</script>")
	return strings.Split(data, "\n")
}

// checkHTMLLines fails unless every line is JSON, or JSON before and behind a
// tab.
func checkHTMLLines(t *testing.T, lines []string) {
	t.Helper()
	for _, line := range lines {
		for part := range strings.SplitSeq(line, "\t") {
			if !json.Valid([]byte(part)) {
				t.Errorf("not JSON: %s", part)
			}
		}
	}
}

func TestHTMLData(t *testing.T) {
	s := stories()[1]
	lines := htmlLines(t, s.print(t, HTML, Options{}, Env{}))
	if len(lines) != 3 {
		t.Fatalf("%d lines of data, want the names, a connection and the summary", len(lines))
	}
	checkHTMLLines(t, lines)
	const want = `{"id":1,"client":"127.0.0.1:59994","server":"127.0.0.1:13306","verdict":"closed","by":"both",` +
		`"outcome":"closed by both in 410us, handshake 3.02s","first":"2023-12-03T13:29:40.148304000Z","duration":9.00041,"handshake":3.01931,` +
		`"up":[8,2896,3],"down":[6,78,1],"shift":[6,6]}` + "\t" + `[[1,0,3,0,0,0,-1,65535,4,7,0],[2,1003120,3,0,0,0,-1,65535,4,7,1,["warning","SYN retransmission #1 (+1s, 1s since first)"]],`
	if !strings.HasPrefix(lines[1], want) {
		t.Errorf("got  %s\nwant %s...", lines[1], want)
	}
}

func TestHTMLHasNoOutsideRequest(t *testing.T) {
	s := stories()[0]
	page := s.print(t, HTML, Options{}, Env{})
	for _, bad := range []string{"http://", "https://", "src=", "@import", "url(", "{{"} {
		for rest := page; ; {
			_, after, found := strings.Cut(rest, bad)
			if !found {
				break
			}
			if !strings.HasPrefix(after, "www.w3.org/") && !strings.HasPrefix(after, "#${clip}") {
				t.Errorf("%s stands in the page, before %.40q", bad, after)
			}
			rest = after
		}
	}
}

func TestHTMLScriptsAreThere(t *testing.T) {
	for _, name := range append([]string{"page.html", "style.css"}, htmlScripts[:]...) {
		if len(htmlFile(name)) == 0 {
			t.Errorf("html/%s is missing", name)
		}
	}
}

// TestHTMLEndsOnlyAtItsEnd makes sure that no data can end the element that
// holds them.
func TestHTMLEndsOnlyAtItsEnd(t *testing.T) {
	line := `{"x":"</script><!--<script>"}`
	got := string(appendNoTags([]byte("keep </b> "+line), len("keep </b> ")))
	if want := `keep </b> {"x":"\u003c/script>\u003c!--\u003cscript>"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var back map[string]string
	if err := json.Unmarshal([]byte(strings.TrimPrefix(got, "keep </b> ")), &back); err != nil || back["x"] != "</script><!--<script>" {
		t.Errorf("it came back as %q: %v", back["x"], err)
	}
}

func TestHTMLDataGolden(t *testing.T) {
	for _, s := range stories() {
		lines := htmlLines(t, s.print(t, HTML, Options{}, Env{}))
		checkGolden(t, "story-"+s.name+".html.ndjson", []byte(strings.Join(lines, "\n")+"\n"))
	}
}

// manyConnections prints n connections as one page.
func manyConnections(tb testing.TB, n int, steps []step) []byte {
	tb.Helper()
	var sink bytes.Buffer
	p := newHTML(&sink, &Options{})
	sum := wholeSummary()
	list := events(steps)
	record := wholeRecord()
	if len(list) > 0 {
		record.Last = list[len(list)-1].Time
	}
	for i := range n {
		record.ID = uint64(i + 1)
		record.Client.Port = uint16(i)
		record.Verdict = annotate.Verdict(i % (int(annotate.Replaced) + 1))
		sum.Verdicts[record.Verdict]++
		for _, e := range list {
			e.Conn = record.ID
			p.Event(e)
		}
		if err := p.Connection(record); err != nil {
			tb.Fatal(err)
		}
	}
	sum.Connections = uint64(n)
	if err := p.Close(&End{Summary: *sum}); err != nil {
		tb.Fatal(err)
	}
	return sink.Bytes()
}

func TestHTMLSize(t *testing.T) {
	if size := len(manyConnections(t, 10_000, wholeConnection())); size > 20<<20 {
		t.Errorf("10,000 connections: %d bytes, want less than 20 MB", size)
	}
	long := longStory()
	page := manyConnections(t, 2_000, long.steps)
	if len(page) > 20<<20 {
		t.Errorf("2,000 long connections: %d bytes, want less than 20 MB", len(page))
	}
	lines := htmlLines(t, string(page))
	var sum struct{ Undrawn int }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &sum); err != nil {
		t.Fatal(err)
	}
	bare := strings.Count(string(page), "\t[]\n")
	if sum.Undrawn == 0 || sum.Undrawn != bare {
		t.Errorf("%d connections are said to be undrawn, %d are", sum.Undrawn, bare)
	}
}

// TestHTMLRows lists no more connections than the page holds, failed ones longer.
func TestHTMLRows(t *testing.T) {
	var sink bytes.Buffer
	p := newHTML(&sink, &Options{})
	p.rows, p.failedRows = 3, 2
	record := wholeRecord()
	for i, v := range []annotate.Verdict{
		annotate.ClosedBoth, annotate.Refused, annotate.ClosedBoth, annotate.ClosedBoth, annotate.Refused, annotate.Open, annotate.NoAnswer, annotate.Refused,
	} {
		record.ID, record.Verdict = uint64(i+1), v
		if err := p.Connection(record); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(&End{Summary: *wholeSummary()}); err != nil {
		t.Fatal(err)
	}
	lines := htmlLines(t, sink.String())
	var ids []uint64
	for _, line := range lines[1 : len(lines)-1] {
		var c struct{ ID uint64 }
		if err := json.Unmarshal([]byte(line[:strings.IndexByte(line, '\t')]), &c); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, c.ID)
	}
	if want := []uint64{1, 2, 3, 5, 7}; !slices.Equal(ids, want) {
		t.Errorf("connections %v are listed, want %v", ids, want)
	}
	if last := lines[len(lines)-1]; !strings.Contains(last, `"unlisted":3`) {
		t.Errorf("the summary is %s", last)
	}
}

// showPage writes a page to a file and opens it.
func showPage(t *testing.T, b *browser, page []byte) time.Duration {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, page, 0o644); err != nil {
		t.Fatal(err)
	}
	return b.open(path)
}

// checkPage fails when an expression is not what it should be.
func checkPage(t *testing.T, b *browser, expression, want string) {
	t.Helper()
	if got := b.eval(expression); got != want {
		t.Errorf("%s is %s, want %s", expression, got, want)
	}
}

func TestHTMLInBrowser(t *testing.T) {
	b := openBrowser(t)
	t.Run("ten thousand connections", func(t *testing.T) { useManyConnections(t, b) })
	t.Run("fixtures", func(t *testing.T) { openFixtures(t, b) })
	t.Run("packets left out", func(t *testing.T) { openCutConnections(t, b) })
	t.Run("one connection", func(t *testing.T) { openOneConnection(t, b) })
	t.Run("nothing", func(t *testing.T) {
		showPage(t, b, manyConnections(t, 0, nil))
		checkPage(t, b, `document.querySelector("#count").textContent`, `"0 of 0 connections"`)
		checkPage(t, b, `empty.textContent`, `"There is no TCP connection in this capture."`)
		b.picture("nothing")
	})
	t.Run("durations", func(t *testing.T) { compareDurations(t, b) })
	b.checkNoComplaints()
}

// compareDurations: the page words a duration as the other formats do.
func compareDurations(t *testing.T, b *browser) {
	dom, err := os.ReadFile("html/dom.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, ns := range []int64{54_000, 12_400_000, 999_400_000_000, 1e12, 3599e9, 3600e9, 3660e9, 47 * 3600e9, 48 * 3600e9, 2_460_000e9} {
		want := strconv.Quote(string(annotate.AppendDuration(nil, ns)))
		checkPage(t, b, fmt.Sprintf("(() => { %s; return duration(%d / 1e9) })()", dom, ns), want)
	}
}

// useManyConnections sorts, filters, opens and leaves connections.
func useManyConnections(t *testing.T, b *browser) {
	troubled := troubledConnection()
	page := manyConnections(t, 10_000, troubled)
	took := min(showPage(t, b, page), showPage(t, b, page)) // the machine may be busy
	t.Logf("10,000 connections of %d packets open in %v", len(troubled), took)
	if took > 3*time.Second {
		t.Errorf("the page opens in %v, want less than 3 s", took)
	}
	checkPage(t, b, `document.querySelector("#count").textContent`, `"10,000 of 10,000 connections"`)
	checkPage(t, b, `document.querySelectorAll("#rows tr").length < 1000`, "true")

	// Sorting: the numbers downwards, then the clients.
	b.eval(`document.querySelectorAll("#heads button")[0].click()`)
	checkPage(t, b, `document.querySelector("#rows tr").dataset.id`, `"10000"`)
	checkPage(t, b, `document.querySelector("#heads th").getAttribute("aria-sort")`, `"descending"`)
	b.eval(`document.querySelectorAll("#heads button")[1].click()`)
	checkPage(t, b, `document.querySelector("#rows td:nth-child(2)").textContent`, `"127.0.0.1:0"`)

	// Filtering, by text and by verdict.
	b.press("/")
	checkPage(t, b, `document.activeElement.id`, `"filter"`)
	b.eval(`filter.value = "127.0.0.1:4321"; filter.dispatchEvent(new Event("input"))`)
	checkPage(t, b, `document.querySelector("#count").textContent`, `"1 of 10,000 connections"`)
	b.eval(`filter.value = ""; filter.dispatchEvent(new Event("input"))`)
	b.eval(`[...document.querySelectorAll("#verdicts input")].find(i => i.parentNode.textContent.startsWith("refused")).click()`)
	checkPage(t, b, `document.querySelector("#count").textContent`, `"1,000 of 10,000 connections"`)

	// Opening and leaving a connection, by the keyboard alone.
	b.eval(`document.querySelector("#rows tr[tabindex='0']").focus()`)
	b.press("ArrowDown")
	b.press("Enter")
	checkPage(t, b, `new Promise(done => setTimeout(() => done(!detail.hidden), 50))`, "true")
	checkPage(t, b, `location.hash`, `"#12"`)
	checkPage(t, b, `detail.querySelectorAll(".packet").length`, "14")
	checkPage(t, b, `detail.querySelectorAll(".packet.lost").length`, "2")
	checkPage(t, b, `detail.querySelectorAll("svg.plot").length`, "2")
	b.picture("light")
	b.colors("dark")
	b.picture("dark")
	b.eval(`document.querySelector("svg.plot").scrollIntoView()`)
	b.picture("dark-plot")
	b.colors("light")
	b.picture("light-plot")
	zoomed := `document.querySelector("svg.plot .tick:nth-of-type(1)").textContent`
	before := b.eval(zoomed)
	b.eval(`document.querySelector("svg.plot").focus()`)
	b.press("+")
	if after := b.eval(zoomed); after == before {
		t.Errorf("plus does not zoom: the first tick is still %s", after)
	}
	b.press("Escape")
	checkPage(t, b, `detail.hidden`, "true")
	checkPage(t, b, `document.activeElement.dataset.id`, `"12"`)

	// Jumping to the end and back makes the rows around, not all in between.
	b.eval(`[...document.querySelectorAll("#verdicts input")].find(i => i.checked).click()`)
	b.eval(`document.querySelector("#rows tr[tabindex='0']").focus()`)
	for _, jump := range []struct{ key, row string }{{"End", "10000"}, {"ArrowUp", "9999"}, {"Home", "1"}, {"End", "10000"}} {
		b.press(jump.key)
		checkPage(t, b, `new Promise(done => setTimeout(() => done(document.activeElement.dataset.id), 50))`, `"`+jump.row+`"`)
		checkPage(t, b, `document.querySelectorAll("#rows tr").length < 1000`, "true")
	}
	b.eval(`location.hash = "#5000"`)
	checkPage(t, b, `new Promise(done => setTimeout(() => done(rows.querySelector("tr[aria-selected=true]").dataset.id), 50))`, `"5000"`)
	checkPage(t, b, `document.querySelectorAll("#rows tr").length < 1000`, "true")
	checkPage(t, b, `(() => { const row = rows.querySelector("tr[aria-selected=true]").getBoundingClientRect(), list = document.getElementById("scroll").getBoundingClientRect(); return row.top >= list.top && row.bottom <= list.bottom })()`, "true")
	b.eval(`document.getElementById("scroll").scrollTop = 0`)
	checkPage(t, b, `new Promise(done => setTimeout(() => done(rows.firstElementChild.dataset.id < 4900 && document.getElementById("scroll").scrollTop > 0), 200))`, "true")
}

// openCutConnections looks at connections of which not all packets are in the
// page: those in the middle are missing, those at the end, or all.
func openCutConnections(t *testing.T, b *browser) {
	var sink bytes.Buffer
	p := newHTML(&sink, &Options{})
	record := wholeRecord()
	for i, bounds := range []struct{ perConnection, total, left int }{{4, totalArrows, htmlBudget}, {1000, 3, htmlBudget}, {1000, totalArrows, 1}} {
		p.rec.perConnection, p.rec.total, p.left = bounds.perConnection, bounds.total, bounds.left
		record.ID = uint64(i + 1)
		for _, e := range events(wholeConnection()) {
			e.Conn = record.ID
			p.Event(e)
		}
		p.Connection(record)
	}
	p.Close(&End{Summary: *wholeSummary()})
	showPage(t, b, sink.Bytes())
	for id, want := range map[string]string{
		"1": `"7 packets not drawn"`, "2": `"8 packets not drawn"`, "3": `"Its 11 packets are not drawn: the page would be too large."`,
	} {
		b.eval(`location.hash = "#` + id + `"`)
		checkPage(t, b, `new Promise(done => setTimeout(() => done(detail.querySelector(".cut").textContent), 50))`, want)
	}
	b.eval(`location.hash = "#1"`)
	checkPage(t, b, `new Promise(done => setTimeout(() => done(detail.querySelector("svg.plot text.cut").textContent), 50))`, `"7 of 7 packets drawn"`)
	checkPage(t, b, `detail.querySelectorAll("svg.plot path.segment").length`, "2")
}

// openOneConnection looks at a capture of one connection, which opens by itself:
// data went one way only, and the window lies far above the data.
func openOneConnection(t *testing.T, b *browser) {
	f := loadFixture(t, "retransmission-fast")
	showPage(t, b, []byte(f.print(t, HTML, Options{}, Env{})))
	checkPage(t, b, `new Promise(done => setTimeout(() => done(detail.hidden), 50))`, "false")
	checkPage(t, b, `detail.querySelectorAll("svg.plot").length`, "1")
	checkPage(t, b, `[...detail.querySelectorAll("dd")].map(d => d.textContent).find(text => text.includes("sent again"))`,
		`"8 packets, 8,688 bytes, 1 sent again, 2.11MB/s, up to 8,688 bytes in flight, round trip 50us (median)"`)
	checkPage(t, b, `detail.querySelector("p.cut").textContent`, `"No data went from server to client, so there is no time/sequence plot of that direction."`)
	checkPage(t, b, `["segment", "segment again", "ack", "edge", "sack"].map(c => document.getElementsByClassName(c)).filter(l => [...l].some(e => e.tagName === "path")).length`, "5")
	top := `Math.max(...[...document.querySelectorAll("svg.plot .tick.end")].map(e => Number(e.textContent.replaceAll(",", ""))))`
	if got := b.eval(top); len(got) != len("8000") {
		t.Errorf("the plot reaches to %s at first, want some thousands", got)
	}
	b.eval(`[...detail.querySelectorAll("button")].find(b => b.textContent === "with the window").click()`)
	if got := b.eval(top); len(got) <= len("8000") {
		t.Errorf("with the window the plot reaches to %s", got)
	}
	b.picture("window")

	// Where the scale is not known there is no window to draw, and time may go back.
	b.eval(`location.hash = ""`)
	midstream := loadFixture(t, "midstream")
	showPage(t, b, []byte(midstream.print(t, HTML, Options{}, Env{})))
	checkPage(t, b, `new Promise(done => setTimeout(() => done(detail.querySelectorAll("path.edge[d^=M]").length), 50))`, "0")
	checkPage(t, b, `detail.querySelectorAll(".key.edge").length`, "0")
	code, err := os.ReadFile("html/plot.js")
	if err != nil {
		t.Fatal(err)
	}
	checkPage(t, b, fmt.Sprintf("(() => { %s; const v = boundsOf({ segments: [], acks: [{ at: 1 }], marks: [] },"+
		" [{ time: 0 }, { time: -3600e6 }, { time: 5 }]); return v.t0 < -3600e6 && v.t1 > 5 })()", code), "true")
	showPage(t, b, []byte(f.print(t, HTML, Options{}, Env{})))
	b.eval(`filter.value = "no such thing"; filter.dispatchEvent(new Event("input"))`)
	checkPage(t, b, `empty.hidden ? "" : empty.textContent`, `"No connection matches the filter."`)
}

// openFixtures opens every connection of fixtures that draw odd pictures.
func openFixtures(t *testing.T, b *browser) {
	for _, name := range []string{
		"all-options", "close-simultaneous", "hostile-text", "icmp-port-unreachable", "ipv6", "midstream", "open-simultaneous",
		"retransmission-fast", "self-connect", "sequence-wrap", "zero-window",
	} {
		f := loadFixture(t, name)
		showPage(t, b, []byte(f.print(t, HTML, Options{Verbose: 1}, Env{})))
		b.eval(`(async () => {
			for (const row of document.querySelectorAll("#rows tr")) {
				row.click();
				await new Promise(done => setTimeout(done));
			}
		})()`)
		b.picture(name)
		for _, c := range b.complaints {
			t.Errorf("%s: the browser complains: %s", f.name, c)
		}
		b.complaints = nil
	}
}
