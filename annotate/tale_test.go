package annotate

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"tcpshake/decode"
)

// A tale is a conversation in a few words a line:
//
//	+20ms C > S: S. 5000+3 ack 1001 win 100 ts 7/3   => ESTABLISHED/SYN_RCVD gap
//
// The pause before the segment (1 ms when missing), sender, receiver, flags as
// tcpdump prints them, sequence number and payload length, then ack, win, ts
// VAL/ECR, mss, ws, sackok, sack A-B, tfo LEN, mptcp SUBTYPE, ce, ttl and id in
// any order. Behind
// the arrow stand the states of client and server, and the names of all findings
// that are shown without -v, but for "handshake" and "close". "#2" in front of
// the states tells the connection, 1 when it is missing.
//
// "icmp TYPE/CODE C > S: SEQ" is an error about a segment. "end #1 VERDICT by
// PARTY [probable] [ongoing] PHASE ZEEK" is what the connection is reported as.
type tale struct {
	swap   bool       // exchange the addresses of both ends
	shift  decode.Seq // added to all sequence numbers
	twice  bool       // each packet is captured twice
	drop   int        // the packet that is not captured, from 1; 0 for none
	silent bool       // no expectations
	opt    Options

	now      int64
	number   uint64
	tracker  *Tracker
	event    Event
	failures []string
	events   []told
	ends     map[uint64]Connection
	shown    map[uint64]string
}

// told is what a test looks at of an event.
type told struct {
	conn           uint64
	client, server EndState
	fromClient     bool
	copy           bool
	findings       []Finding
}

// taleStart is the capture time of the first packet.
const taleStart = int64(1_700_000_000 * time.Second)

func newTale() *tale {
	return &tale{opt: DefaultOptions(), now: taleStart, ends: map[uint64]Connection{}, shown: map[uint64]string{}}
}

// tell plays the text and returns what did not come out as it says.
func (s *tale) tell(text string) []string {
	s.tracker = New(s.opt)
	var expectEnds []string
	packet := 0
	for _, line := range lines(text) {
		switch {
		case strings.HasPrefix(line, "end "):
			expectEnds = append(expectEnds, line)
		default:
			packet++
			if packet != s.drop {
				s.play(line)
			}
		}
	}
	s.tracker.Close()
	s.drain()
	for _, line := range expectEnds {
		s.expectEnd(line)
	}
	return s.failures
}

// lines returns the lines of a tale without comments and empty ones.
func lines(text string) []string {
	var l []string
	for line := range strings.SplitSeq(text, "\n") {
		line, _, _ = strings.Cut(line, "//")
		if line = strings.TrimSpace(line); line != "" {
			l = append(l, line)
		}
	}
	return l
}

// run tells the tale and fails t for all that differs.
func (s *tale) run(t *testing.T, text string) {
	t.Helper()
	for _, f := range s.tell(text) {
		t.Error(f)
	}
}

func (s *tale) failf(format string, args ...any) {
	s.failures = append(s.failures, fmt.Sprintf(format, args...))
}

// play observes one packet.
func (s *tale) play(line string) {
	what, want, checked := strings.Cut(line, "=>")
	seg := s.parse(strings.Fields(what))
	s.observe(seg)
	if s.twice {
		first := s.events[len(s.events)-1]
		s.now += int64(100 * time.Microsecond)
		s.observe(seg)
		s.now -= int64(100 * time.Microsecond)
		if second := s.events[len(s.events)-1]; seg.Class == decode.TCP && !second.copy {
			s.failf("%s: second capture is not told: %+v", what, second)
		}
		s.events = append(s.events[:len(s.events)-1], first)
		s.events = s.events[:len(s.events)-1]
	}
	if checked && !s.silent {
		if got := s.describe(&s.events[len(s.events)-1]); got != normal(want) {
			s.failf("%s\n   got  %s\n   want %s", strings.TrimSpace(what), got, normal(want))
		}
	}
}

func (s *tale) observe(seg *decode.Segment) {
	s.number++
	s.tracker.Observe(seg, s.number, s.now, &s.event)
	e := &s.event
	s.checkChanged(e)
	if _, reported := s.ends[e.Conn]; e.Late != reported {
		s.failf("packet %d of #%d: late = %v", e.Number, e.Conn, e.Late)
	}
	s.events = append(s.events, told{
		e.Conn, e.Client, e.Server, e.FromClient, e.Copy, append([]Finding(nil), e.Findings...),
	})
	s.drain()
}

// checkChanged fails unless Changed says whether the states print differently from
// what the connection's event before said.
func (s *tale) checkChanged(e *Event) {
	pair := e.Client.String() + "/" + e.Server.String()
	before, known := s.shown[e.Conn]
	s.shown[e.Conn] = pair
	if e.Conn == 0 || e.Segment.Class != decode.TCP || !known && pair == "?/?" {
		return
	}
	if e.Changed != (pair != before) {
		s.failf("packet %d: changed = %v, but %q became %q", e.Number, e.Changed, before, pair)
	}
}

func (s *tale) drain() {
	var c Connection
	for s.tracker.NextEnded(&c) {
		if _, twice := s.ends[c.ID]; twice {
			s.failf("#%d is reported twice", c.ID)
		}
		s.ends[c.ID] = c
	}
}

// describe writes what the event says as a tale does.
func (s *tale) describe(e *told) string {
	words := []string{fmt.Sprintf("#%d", e.conn), e.client.String() + "/" + e.server.String()}
	for _, f := range e.findings {
		if f.Kind.Visibility() == Always && f.Kind != FindingHandshake && f.Kind != FindingClose {
			words = append(words, f.Kind.String())
		}
	}
	return strings.Join(words, " ")
}

func normal(want string) string {
	want = strings.Join(strings.Fields(want), " ")
	if !strings.HasPrefix(want, "#") {
		want = "#1 " + want
	}
	return want
}

// parse reads a packet and moves the clock.
func (s *tale) parse(words []string) *decode.Segment {
	s.now += int64(time.Millisecond)
	if strings.HasPrefix(words[0], "+") {
		d, err := time.ParseDuration(words[0][1:])
		if err != nil {
			panic(err)
		}
		s.now += int64(d) - int64(time.Millisecond)
		words = words[1:]
	}
	icmp := ""
	if words[0] == "icmp" {
		icmp, words = words[1], words[2:]
	}
	seg := &decode.Segment{
		Class: decode.TCP, TTL: 64, Window: 65535,
		Src: s.endpoint(words[0]), Dst: s.endpoint(strings.TrimSuffix(words[2], ":")),
	}
	if icmp != "" {
		return s.icmp(seg, icmp, words[3])
	}
	seg.Flags = flags(words[3])
	seq, length, _ := strings.Cut(words[4], "+")
	seg.Seq = s.shift.Add(number(seq))
	if length != "" {
		seg.Len = number(length)
	}
	seg.IPID = uint16(s.number*7 + 1)
	for i := 5; i < len(words); i++ {
		i += s.field(seg, words[i:])
	}
	return seg
}

// field reads one field and returns how many words belong to it besides its name.
func (s *tale) field(seg *decode.Segment, words []string) int {
	o := &seg.Options
	arg := ""
	if len(words) > 1 {
		arg = words[1]
	}
	switch words[0] {
	case "ack":
		seg.Ack = s.shift.Add(number(arg))
	case "win":
		seg.Window = uint16(number(arg))
	case "ttl":
		seg.TTL = uint8(number(arg))
	case "id":
		seg.IPID = uint16(number(arg))
	case "mss":
		o.Set, o.MSS = o.Set|decode.OptMSS, uint16(number(arg))
	case "ws":
		o.Set, o.WScale = o.Set|decode.OptWScale, uint8(number(arg))
	case "tfo":
		o.Set, o.TFOCookieLen = o.Set|decode.OptTFO, uint8(number(arg))
	case "ts":
		val, ecr, _ := strings.Cut(arg, "/")
		o.Set, o.TSVal, o.TSEcr = o.Set|decode.OptTimestamp, uint32(number(val)), uint32(number(ecr))
	case "sack":
		left, right, _ := strings.Cut(arg, "-")
		o.Set |= decode.OptSACK
		o.SACK[o.SACKBlocks] = decode.SACKBlock{Left: s.shift.Add(number(left)), Right: s.shift.Add(number(right))}
		o.SACKBlocks++
	case "sackok":
		o.Set |= decode.OptSACKOK
		return 0
	case "ce":
		seg.ECN = ecnCE
		return 0
	case "mptcp":
		o.Set, o.MPTCPSubtype = o.Set|decode.OptMPTCP, uint8(number(arg))
	default:
		panic("unknown field " + words[0])
	}
	return 1
}

// icmp makes an error about a segment from seg.Src to seg.Dst.
func (s *tale) icmp(seg *decode.Segment, kind, seq string) *decode.Segment {
	typ, code, _ := strings.Cut(kind, "/")
	seg.Class = decode.ICMPError
	seg.ICMP = decode.ICMP{
		From: decode.AddrFromNetip(netip.MustParseAddr("10.0.0.254")), Version: 4,
		Type: uint8(number(typ)), Code: uint8(number(code)),
		Src: seg.Src, Dst: seg.Dst, Seq: s.shift.Add(number(seq)),
	}
	return seg
}

// endpoint returns the end of that name: C and S, or a letter and a port.
func (s *tale) endpoint(name string) decode.Endpoint {
	addrs := map[byte]string{'C': "10.0.0.1", 'S': "10.0.0.2", 'L': "127.0.0.1"}
	if s.swap {
		addrs['C'], addrs['S'] = addrs['S'], addrs['C']
	}
	ports := map[byte]int{'C': 40000, 'S': 80, 'L': 5000}
	port := ports[name[0]]
	if len(name) > 1 {
		port = number(name[1:])
	}
	return decode.Endpoint{Addr: decode.AddrFromNetip(netip.MustParseAddr(addrs[name[0]])), Port: uint16(port)}
}

func flags(text string) (f decode.Flags) {
	if text == "none" {
		return 0
	}
	for _, letter := range text {
		f |= 1 << strings.IndexRune("FSRP.UEWN", letter)
	}
	return f
}

func number(text string) int {
	n, err := strconv.ParseInt(text, 0, 64)
	if err != nil {
		panic(err)
	}
	return int(n)
}

// expectEnd compares a connection's report with "end #1 closed by client ...":
// all words of the line must be among those that describe it, in order.
func (s *tale) expectEnd(line string) {
	words := strings.Fields(line)[1:]
	c, ok := s.ends[uint64(number(words[0][1:]))]
	if !ok {
		s.failf("%s: not reported", line)
		return
	}
	if got := describeEnd(&c); got != strings.Join(words[1:], " ") {
		s.failf("%s\n   got %s", line, got)
	}
}

func describeEnd(c *Connection) string {
	words := []string{c.Verdict.String()}
	if c.By != Nobody {
		words = append(words, "by", c.By.String())
	}
	if c.Certainty == Probable {
		words = append(words, "probable")
	}
	if c.Ongoing {
		words = append(words, "ongoing")
	}
	if c.Start == NotCaptured {
		words = append(words, "late")
	}
	if c.Role == Guessed {
		words = append(words, "guessed")
	}
	words = append(words, c.Phase.Client.String()+"/"+c.Phase.Server.String(), c.ConnState)
	return strings.Join(words, " ")
}
