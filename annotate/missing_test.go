package annotate_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
	"tcpshake/decode/craft"
	"tcpshake/testdata/lab"
	"tcpshake/testdata/soak"
)

// conversation is a capture whose packets are to be lost, copied and mixed.
type conversation struct {
	name     string
	segments []decode.Segment
	times    []int64
}

// conversations are all captures that the project has, as far as their packets
// are about TCP.
func conversations(t *testing.T) (list []conversation) {
	t.Helper()
	scripts, err := filepath.Glob("../testdata/captures/*.pkt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, path := range scripts {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := craft.Compile(string(src))
		if err != nil {
			t.Fatal(err)
		}
		frames := make([]lab.Frame, len(c.Frames))
		for i, f := range c.Frames {
			frames[i] = lab.Frame{Time: f.Time, Data: f.Data, Len: f.Len}
		}
		list = append(list, decodeAll(t, strings.TrimSuffix(filepath.Base(path), ".pkt"), c.LinkType, frames))
	}
	results, err := filepath.Glob("../testdata/captures/lab/*.states.tsv")
	if err != nil || len(results) == 0 {
		t.Fatalf("no results of the lab: %v", err)
	}
	for _, path := range results {
		base := strings.TrimSuffix(path, ".states.tsv")
		r, err := lab.Read(base)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, decodeAll(t, filepath.Base(base)+".client", labLinks, r.Client),
			decodeAll(t, filepath.Base(base)+".server", labLinks, r.Server))
	}
	return list
}

func decodeAll(t *testing.T, name string, linkType int, frames []lab.Frame) conversation {
	t.Helper()
	const linkRaw, dltRaw = 101, 12
	if linkType == linkRaw {
		linkType = dltRaw
	}
	decoder, err := decode.New(linkType)
	if err != nil {
		t.Fatal(err)
	}
	c := conversation{name: name}
	for _, f := range frames {
		var seg decode.Segment
		decoder.Decode(f.Data, f.Len, &seg)
		if seg.Class == decode.TCP || seg.Class == decode.ICMPError {
			c.segments = append(c.segments, seg)
			c.times = append(c.times, f.Time)
		}
	}
	return c
}

// variant is a way to capture a conversation: which packets, in which order.
type variant struct {
	name  string
	order []int
}

// variants are all packets; all but one; one twice, at once and later; neighbours
// exchanged; one direction only; and rounds of lost, copied and mixed packets.
func (c *conversation) variants(random *rand.Rand, rounds int) []variant {
	n := len(c.segments)
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	list := []variant{{"all", all}}
	for i := range min(n, soak.Pick(10, 60)) {
		list = append(list, variant{fmt.Sprintf("without %d", i+1), slices.Delete(slices.Clone(all), i, i+1)},
			variant{fmt.Sprintf("%d twice", i+1), slices.Insert(slices.Clone(all), i+1, i)},
			variant{fmt.Sprintf("%d late", i+1), slices.Insert(slices.Clone(all), i+1+random.IntN(n-i), i)})
		if i > 0 {
			swapped := slices.Clone(all)
			swapped[i-1], swapped[i] = i, i-1
			list = append(list, variant{fmt.Sprintf("%d before %d", i+1, i), swapped})
		}
	}
	list = append(list,
		variant{"one direction", c.keep(all, func(i int) bool { return c.fromLower(i) })},
		variant{"the other direction", c.keep(all, func(i int) bool { return !c.fromLower(i) })})
	for r := range rounds {
		list = append(list, variant{fmt.Sprintf("half, round %d", r), c.keep(all, func(int) bool { return random.IntN(2) == 0 })},
			variant{fmt.Sprintf("mixed, round %d", r), mix(all, random)})
	}
	return list
}

func (c *conversation) keep(all []int, wanted func(int) bool) (kept []int) {
	for _, i := range all {
		if wanted(i) {
			kept = append(kept, i)
		}
	}
	return kept
}

func (c *conversation) fromLower(i int) bool {
	s := &c.segments[i]
	if d := s.Src.Addr.Compare(s.Dst.Addr); d != 0 {
		return d < 0
	}
	return s.Src.Port < s.Dst.Port
}

// mix loses, copies and moves some packets by a few places.
func mix(all []int, random *rand.Rand) (order []int) {
	for _, i := range all {
		for range []int{1, 1, 1, 1, 1, 0, 0, 2}[random.IntN(8)] {
			order = append(order, i)
		}
	}
	for range len(order) / 3 {
		i := random.IntN(len(order))
		j := min(i+random.IntN(4), len(order)-1)
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// follow follows a variant and returns the first claim that is not proved. The
// packets keep the places of the times, so that time goes on.
func (c *conversation) follow(order []int) string {
	w := watch{tracker: annotate.New(annotate.DefaultOptions()), known: map[uint64]*evidence{}, tuple: map[string]uint64{}}
	if len(order) == 0 {
		return ""
	}
	for at, i := range order {
		now := c.times[min(at*len(c.times)/len(order), len(c.times)-1)]
		if claim := w.take(&c.segments[i], uint64(at+1), now); claim != "" {
			return claim
		}
	}
	w.tracker.Close()
	return w.ended()
}

// list writes a variant a line each packet.
func (c *conversation) list(order []int) string {
	var b strings.Builder
	for at, i := range order {
		p := pieceOf(&c.segments[i])
		fmt.Fprintf(&b, "%d (%d): %v > %v %v seq %d:%d ack %d\n", at+1, i+1, p.src, p.dst, p.flags, p.seq, p.end, p.ack)
	}
	return b.String()
}

// watch keeps the evidence for each connection, and checks all claims.
type watch struct {
	tracker *annotate.Tracker
	event   annotate.Event
	known   map[uint64]*evidence
	tuple   map[string]uint64
}

func (w *watch) take(seg *decode.Segment, number uint64, now int64) string {
	ev := &w.event
	w.tracker.Observe(seg, number, now, ev)
	if ev.Conn == 0 {
		return w.ended()
	}
	p := pieceOf(seg)
	e := w.evidence(ev.Conn, p)
	e.pieces = append(e.pieces, p)
	client, server := p.src, p.dst
	if !ev.FromClient {
		client, server = server, client
	}
	e.told(client, server, ev.Findings)
	if p.icmp {
		return w.ended() // the states are those of the segment before
	}
	for _, claim := range []string{
		e.unproved(client, server, ev.Client), e.unproved(server, client, ev.Server), e.findings(client, server, ev.Findings),
	} {
		if claim != "" {
			return fmt.Sprintf("packet %d, %v > %v %v: %v/%v: claims %s", number, p.src, p.dst, p.flags, ev.Client, ev.Server, claim)
		}
	}
	return w.ended()
}

// evidence returns what there is about a connection. A new one on used ports may
// rest on the SYN or SYN-ACK before, which was shown with the old connection.
func (w *watch) evidence(id uint64, p piece) *evidence {
	if e := w.known[id]; e != nil {
		return e
	}
	e := &evidence{}
	ends := []string{p.src.String(), p.dst.String()}
	slices.Sort(ends)
	tuple := strings.Join(ends, " ")
	late := slices.ContainsFunc(w.event.Findings, func(f annotate.Finding) bool { return f.Kind == annotate.FindingStartNotCaptured })
	if old := w.known[w.tuple[tuple]]; old != nil && !late && !isOpen(&p) {
		for _, q := range old.pieces {
			if q.stray || q.foreign {
				q.stray, q.foreign = false, false
				e.pieces = append(e.pieces, q)
			}
		}
	}
	w.known[id], w.tuple[tuple] = e, id
	return e
}

func (w *watch) ended() string {
	var c annotate.Connection
	for w.tracker.NextEnded(&c) {
		e := w.known[c.ID]
		if e == nil {
			return fmt.Sprintf("#%d was never shown", c.ID)
		}
		if claim := e.verdict(&c); claim != "" {
			return fmt.Sprintf("#%d: claims %s", c.ID, claim)
		}
	}
	return ""
}

// Losing, copying and mixing packets moves what is said towards "unknown", never
// to a claim that the packets which are left do not prove.
func TestSoakMissingPacketsProveNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	variants, packets := 0, 0
	for _, c := range conversations(t) {
		failures := 0
		for _, v := range c.variants(random, soak.Pick(2, 200)) {
			variants++
			packets += len(v.order)
			if claim := c.follow(v.order); claim != "" {
				if failures++; failures <= 3 {
					t.Errorf("%s, %s: %s\n%s", c.name, v.name, claim, c.list(v.order))
				}
			}
		}
		if failures > 3 {
			t.Errorf("%s: %d variants in all", c.name, failures)
		}
	}
	soak.Figure(t, "captures with packets lost, copied or mixed", variants, "captures")
	soak.Figure(t, "packets in them", packets, "packets")
}
