package render

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io"
	"strings"

	"tcpshake/annotate"
)

// htmlFiles are the parts of the page. They are put together here and not by a
// build step, so that what is read is what runs.
//
//go:embed html
var htmlFiles embed.FS

// htmlScripts are the parts of the page's script, in the order in which they
// are needed.
var htmlScripts = [...]string{"data.js", "dom.js", "ladder.js", "scale.js", "plot.js", "detail.js", "table.js", "main.js"}

// htmlBudget is how many bytes of packets a page holds: what browsers open
// quickly, and people still send around. Connections that end later are listed
// without their packets.
const htmlBudget = 14 << 20

// htmlBetween is how many of the packets between the first and the last ones of a
// connection its plots have.
const htmlBetween = 400

// The bounds of the table: so many connections are listed, and so many more of
// those that failed, because these are what a reader looks for. A browser holds
// more, but takes seconds to open them.
const (
	htmlRows       = 40_000
	htmlFailedRows = 10_000
)

// htmlPage prints one self-contained page: a table of connections, and for each
// a ladder and a time/sequence plot. The data stand in the page as JSON lines,
// written as connections end; a script draws what is looked at.
type htmlPage struct {
	out   buffer
	rec   *recorder
	clock utc
	shown annotate.Visibility
	begun bool
	// left is what remains of the budget, undrawn how many connections found none.
	left    int
	undrawn uint64
	// rows and failedRows are how many more may be listed, unlisted how many were
	// not.
	rows, failedRows int
	unlisted         uint64
	tail             []byte
	text             []byte
}

func newHTML(w io.Writer, opt *Options) *htmlPage {
	rec := newRecorder(arrowsPerConnection)
	rec.between = htmlBetween
	h := &htmlPage{out: newBuffer(w), rec: rec, left: htmlBudget, rows: htmlRows, failedRows: htmlFailedRows}
	if opt.Verbose > 0 {
		h.shown = annotate.Verbose
	}
	return h
}

// Event keeps the packet until its connection ends.
func (h *htmlPage) Event(e *annotate.Event) error {
	h.rec.add(e)
	return h.out.err
}

// Connection prints the data of a connection.
func (h *htmlPage) Connection(c *annotate.Connection) error {
	k := h.rec.take(c)
	if !h.lists(c) {
		h.unlisted++
		return h.out.err
	}
	b := h.begin(h.out.b)
	at := len(b)
	b = h.appendConnection(b, c, k)
	if size := len(b) - at; size <= h.left {
		h.left -= size
	} else {
		h.left = 0
		h.undrawn++
		b = h.appendConnection(b[:at], c, kept{cut: uint64(len(k.arrows)) + k.cut})
	}
	return h.out.put(appendNoTags(b, at))
}

// lists reports whether there is room in the table for c, and takes it.
func (h *htmlPage) lists(c *annotate.Connection) bool {
	switch {
	case h.rows > 0:
		h.rows--
	case h.failedRows > 0 && verdictSeverity(c.Verdict) == annotate.Error:
		h.failedRows--
	default:
		return false
	}
	return true
}

// Close prints the rest of the page and flushes.
func (h *htmlPage) Close(end *End) error {
	b := h.begin(h.out.b)
	at := len(b)
	o := object{b}
	o.open("")
	addSummary(&o, &end.Summary)
	addCapture(&o, end.Losses)
	o.uint("undrawn", h.undrawn)
	addCount(&o, "unlisted", h.unlisted)
	addCount(&o, "late", h.rec.late)
	o.close()
	b = appendNoTags(append(o.b, '\n'), at)
	h.out.put(append(b, h.tail...))
	return h.out.Flush()
}

// Flush writes what was gathered.
func (h *htmlPage) Flush() error { return h.out.Flush() }

// begin appends the page up to the data, unless that was done. The policy in
// its head lets the browser run our script and nothing else, and load nothing.
func (h *htmlPage) begin(dst []byte) []byte {
	if h.begun {
		return dst
	}
	h.begun = true
	var script strings.Builder
	script.WriteString("\n(() => {\n\"use strict\";\n")
	for _, name := range htmlScripts {
		script.Write(htmlFile(name))
	}
	script.WriteString("})();\n")
	page := strings.NewReplacer(
		"{{style}}", string(htmlFile("style.css")),
		"{{script}}", script.String(),
		"{{style-hash}}", sourceHash(string(htmlFile("style.css"))),
		"{{script-hash}}", sourceHash(script.String()),
	).Replace(string(htmlFile("page.html")))
	head, tail, _ := strings.Cut(page, "{{data}}\n")
	h.tail = []byte(tail)
	return appendHTMLNames(append(dst, head...))
}

// htmlFile returns a part of the page.
func htmlFile(name string) []byte {
	b, err := htmlFiles.ReadFile("html/" + name)
	if err != nil {
		// The files are part of the program; a test makes sure that they are there.
		return nil
	}
	return b
}

// sourceHash is how a content security policy names a script or a style.
func sourceHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// appendNoTags rewrites dst[at:] so that it holds no "<": inside a script
// element "</script>" would end the data and "<!--" begin a comment. In JSON "<"
// stands in strings only, where it may be escaped.
func appendNoTags(dst []byte, at int) []byte {
	if bytes.IndexByte(dst[at:], '<') < 0 {
		return dst
	}
	safe := bytes.ReplaceAll(dst[at:], []byte("<"), []byte(`\u003c`))
	return append(dst[:at], safe...)
}

// appendHTMLNames appends the first line of the data: the names of what the
// lines of connections give by number.
func appendHTMLNames(dst []byte) []byte {
	o := object{dst}
	o.open("")
	o.openArray("labels")
	for l := annotate.LabelNone; l <= annotate.LabelICMP; l++ {
		o.word("", l.String())
	}
	o.closeArray()
	o.openArray("states")
	for s := annotate.Unknown; s <= annotate.TimeWait; s++ {
		o.word("", annotate.EndState{State: s}.String())
		o.word("", annotate.EndState{State: s, Doubtful: true}.String())
	}
	o.closeArray()
	o.openArray("bad")
	for _, v := range verdictOrder {
		if verdictSeverity(v) == annotate.Error {
			o.word("", v.String())
		}
	}
	o.closeArray()
	o.close()
	return append(o.b, '\n')
}
