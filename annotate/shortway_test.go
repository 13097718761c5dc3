package annotate

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// randomSegments reads segments on a few tuples from bytes: five each.
type randomSegments struct {
	data   []byte
	number uint64
	now    int64
	next   [2][2]decode.Seq
	last   decode.Segment
}

// fill makes the next segment and reports whether there was one.
func (r *randomSegments) fill(seg *decode.Segment) bool {
	if len(r.data) < 5 {
		return false
	}
	b := r.data[:5]
	r.data = r.data[5:]
	if b[2]>>4 == 15 && r.number > 0 { // captured twice
		*seg = r.last
		r.now += 1 << (b[4] & 31)
		return true
	}
	tuple, dir := b[0]&1, b[0]>>1&1
	f := newFlow(uint16(40000) + uint16(tuple))
	*seg = decode.Segment{
		Class: decode.TCP, Src: f.client, Dst: f.server, Flags: decode.Flags(b[1]),
		Len: int(b[2] & 15), Window: uint16(b[2]) << 8, TTL: 64, IPID: uint16(r.number),
	}
	if dir == 1 {
		seg.Src, seg.Dst = seg.Dst, seg.Src
	}
	if b[0]>>2&7 == 7 { // connected to itself
		seg.Dst = seg.Src
	}
	if b[0]>>5 == 7 {
		seg.Class = decode.ICMPError
		seg.ICMP = decode.ICMP{Version: 4, Type: 3, Code: b[1] & 15, Src: seg.Src, Dst: seg.Dst, Seq: r.next[tuple][dir]}
	}
	// Numbers near those that were used before, so that much fits together.
	seg.Seq = r.next[tuple][dir].Add(int(int8(b[3])) / 16)
	seg.Ack = r.next[tuple][1-dir].Add(int(int8(b[4])) / 16)
	if b[3]&15 < 8 {
		seg.Seq = r.next[tuple][dir]
	}
	if b[4]&15 < 8 {
		seg.Ack = r.next[tuple][1-dir]
	}
	if end := seg.End(); r.next[tuple][dir].Less(end) {
		r.next[tuple][dir] = end
	}
	if b[3]&15 == 15 {
		seg.Options.Set = decode.OptTimestamp
		seg.Options.TSVal = uint32(r.number)
	}
	r.number++
	r.now += 1 << (b[4] & 31)
	r.last = *seg
	return true
}

// consistent fails unless the tables agree with each other.
func consistent(t *testing.T, tr *Tracker) {
	t.Helper()
	records, extras, slots := 0, 0, 0
	for cl := range classes {
		for _, r := range tr.table.order(t, cl) {
			c := tr.table.records.at(r)
			if c.class != cl {
				t.Fatalf("#%d is of class %d, in list %d", c.id, c.class, cl)
			}
			records++
			if c.extra != 0 {
				extras++
			}
			if c.marks.has(forgotten) {
				continue
			}
			slots++
			if got, _ := tr.table.find(&c.key); got != r {
				t.Fatalf("#%d is not found", c.id)
			}
		}
	}
	if records != tr.table.records.inUse() || slots != tr.table.used || extras != tr.extras.inUse() {
		t.Fatalf("%d of %d records, %d of %d slots, %d of %d extras",
			records, tr.table.records.inUse(), slots, tr.table.used, extras, tr.extras.inUse())
	}
}

// checkEvent fails unless ev is well formed.
func checkEvent(t *testing.T, ev *Event) {
	t.Helper()
	if ev.Segment.Class == decode.TCP && ev.Conn == 0 {
		t.Fatal("a segment without a connection")
	}
	for i := 1; i < len(ev.Findings); i++ {
		if ev.Findings[i].Kind.Severity() > ev.Findings[i-1].Kind.Severity() {
			t.Fatalf("findings are not in order: %v", ev.Findings)
		}
	}
	for i := range ev.Findings {
		if text := ev.Findings[i].AppendText(nil); len(text) == 0 {
			t.Fatalf("%v has no text", ev.Findings[i].Kind)
		}
	}
	if ev.Client.State > TimeWait || ev.Server.State > TimeWait {
		t.Fatalf("states %d, %d", ev.Client.State, ev.Server.State)
	}
}

func randomBytes(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 9))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	// Mostly flags that fit together.
	common := []byte{2, 18, 16, 16, 24, 24, 17, 4, 20}
	for i := 1; i < n; i += 5 {
		if r.IntN(4) != 0 {
			b[i] = common[r.IntN(len(common))]
		}
	}
	return b
}

// orderly makes the segments of a connection that is mostly in order: both ends
// send and acknowledge, and now and then something else happens.
type orderly struct {
	r      *rand.Rand
	f      *flow
	iss    [2]decode.Seq
	sent   [2]decode.Seq // the next number of each end
	acked  [2]decode.Seq
	syns   [2]bool
	offers [2]bool
	stamps bool // both send time stamps
	mss    uint16
	twice  bool
	last   []decode.Segment // the newest ones
}

func newOrderly(seed uint64) *orderly {
	r := rand.New(rand.NewPCG(seed, 77))
	o := &orderly{r: r, f: newFlow(40000)}
	o.sent = [2]decode.Seq{decode.Seq(r.Uint32()), decode.Seq(r.Uint32())}
	for i := range o.sent {
		if r.IntN(4) == 0 {
			o.sent[i] = decode.Seq(1<<32 - 1 - r.Uint64N(3))
		}
	}
	o.iss = o.sent
	if r.IntN(10) == 0 {
		o.syns = [2]bool{true, true} // the opening was not captured
	}
	if r.IntN(40) == 0 {
		o.f.server = o.f.client
	}
	o.offers = [2]bool{r.IntN(3) > 0, r.IntN(3) > 0}
	if o.stamps = r.IntN(2) == 0; r.IntN(2) == 0 {
		o.mss = 300
	}
	return o
}

// next makes the next segment and moves the clock.
func (o *orderly) next() (seg *decode.Segment, now int64) {
	if o.twice && len(o.last) > 0 && o.r.IntN(10) == 0 { // captured again, or sent again
		o.f.number++
		o.f.now += o.r.Int64N(int64(51 * time.Millisecond))
		return &o.last[o.r.IntN(len(o.last))], o.f.now
	}
	from := o.r.IntN(2)
	switch {
	case !o.syns[0]:
		from = 0
	case !o.syns[1]:
		from = 1
	}
	flags, length := decode.ACK, 0
	switch {
	case !o.syns[from] && from == 0:
		flags = decode.SYN
	case !o.syns[from]:
		flags = decode.SYN | decode.ACK
	case o.r.IntN(40) == 0:
		flags = decode.FIN | decode.ACK
	case o.r.IntN(2) == 0 || o.acked[from] == o.sent[1-from] && o.r.IntN(50) > 0:
		flags, length = decode.ACK|decode.PSH, 1+o.r.IntN(1000)
	}
	seq, ack := o.sent[from], o.sent[1-from]
	if length > 0 && o.r.IntN(4) == 0 {
		ack = o.acked[from]
	}
	if flags == decode.SYN {
		ack = 0
	}
	window := uint16(30000)
	o.oddity(&flags, &seq, &ack, &window, &length)
	seg = o.f.send(from == 0, flags, seq, ack, length)
	seg.Window = window
	if flags.Has(decode.SYN) {
		o.syns[from] = true
		if o.offers[from] {
			seg.Options.Set, seg.Options.WScale = decode.OptWScale, uint8(o.r.IntN(5))
		}
		if o.mss > 0 {
			seg.Options.Set |= decode.OptMSS
			seg.Options.MSS = o.mss
		}
	}
	if o.stamps {
		seg.Options.Set |= decode.OptTimestamp
		seg.Options.TSVal = uint32(o.f.now / int64(time.Millisecond))
	}
	o.unusual(seg)
	o.acked[from] = ack
	o.sent[from] = decode.MaxSeq(o.sent[from], seg.End())
	o.f.now += o.r.Int64N(1 << o.r.IntN(32))
	if o.r.IntN(200) == 0 {
		o.f.now -= int64(time.Second)
	}
	o.last = append(o.last, *seg)
	o.last = o.last[max(0, len(o.last)-4):]
	return seg, o.f.now
}

// oddity changes a segment in one of the ways that tshark has a word for.
func (o *orderly) oddity(flags *decode.Flags, seq, ack *decode.Seq, window *uint16, length *int) {
	switch o.r.IntN(300) {
	case 0:
		*seq = seq.Add(-o.r.IntN(1500))
	case 1:
		*seq = seq.Add(o.r.IntN(1500))
	case 2:
		*window = uint16(o.r.IntN(2)) * 1500
	case 3:
		*ack = ack.Add(o.r.IntN(300))
	case 4:
		*flags |= decode.RST
	case 5:
		*flags |= decode.SYN
	case 6:
		*seq, *length = *seq-1, o.r.IntN(2)
	case 7:
		*length = 100 << o.r.IntN(5)
	case 8:
		*flags |= decode.FIN
		*window = 0
	case 9:
		*length = 1
	case 10:
		from := o.r.IntN(2)
		*flags, *seq, *ack, *length = decode.SYN, o.iss[from], 0, 0
	}
}

// unusual marks a segment in one of the ways that we have a word for.
func (o *orderly) unusual(seg *decode.Segment) {
	switch o.r.IntN(800) {
	case 0:
		seg.ECN = ecnCE
	case 1:
		seg.Flags |= decode.ECE
	case 2:
		seg.Options.TSVal -= uint32(o.r.IntN(1000))
	case 3:
		seg.Options.Set |= decode.OptSACK
		seg.Options.SACKBlocks = 1
		seg.Options.SACK[0] = decode.SACKBlock{Left: o.sent[0], Right: o.sent[0] + 1}
	case 4:
		seg.Options.Set |= decode.OptTFO
	case 5:
		seg.Options.Set |= decode.OptMPTCP
	case 6:
		seg.IPID = 0
	case 7:
		seg.Src, seg.Dst = seg.Dst, seg.Src
	}
}

// sameWays observes the segments of next on the short ways and on the long one.
func sameWays(t *testing.T, seed uint64, opt Options, next func(*decode.Segment) (number uint64, now int64, ok bool)) (calm bool) {
	t.Helper()
	short, long := New(opt), New(opt)
	long.longWay = true
	drop := seed&8 != 0
	if drop {
		short.DropHistories()
	}
	var seg decode.Segment
	var evA, evB Event
	for {
		number, now, ok := next(&seg)
		if !ok {
			break
		}
		short.Observe(&seg, number, now, &evA)
		textA := eventText(&evA)
		long.Observe(&seg, number, now, &evB)
		if textB := eventText(&evB); textA != textB {
			t.Fatalf("seed %d, packet %d:\nshort %s\nlong  %s", seed, number, textA, textB)
		}
	}
	calm = short.compats.inUse() == 0
	short.Close()
	long.Close()
	var c, d Connection
	for short.NextEnded(&c) {
		ok := long.NextEnded(&d)
		if drop {
			d.History = ""
		}
		if !ok || c != d {
			t.Fatalf("seed %d:\nshort %+v\nlong  %+v", seed, c, d)
		}
	}
	if long.NextEnded(&d) {
		t.Fatalf("seed %d: only the long way has %+v", seed, d)
	}
	if a, b := short.Summary(), long.Summary(); !reflect.DeepEqual(a, b) {
		t.Fatalf("seed %d:\nshort %+v\nlong  %+v", seed, a, b)
	}
	consistent(t, short)
	return calm
}

// eventText is all that an event says, but for the segment and the frame.
func eventText(e *Event) string {
	all := *e
	all.Segment = nil
	return fmt.Sprintf("%+v", all)
}

// someOptions returns other options for each of a few seeds.
func someOptions(seed uint64) Options {
	opt := DefaultOptions()
	switch seed % 8 {
	case 1:
		opt.KeepCopies = true
	case 3:
		opt.MaxConnections = 2
	case 5:
		opt.StateTimes = true
		opt.KeyVLAN = true
	case 6:
		opt.Idle, opt.TimeWait = time.Second, time.Second
	}
	return opt
}

// The short way for segments that change no fact gives what the long way gives,
// and so does what tshark would say about a connection that is calm.
func TestShortWayIsTheLongWay(t *testing.T) {
	for seed := range uint64(150) {
		random := randomSegments{data: randomBytes(seed, 1000), now: 1}
		sameWays(t, seed, someOptions(seed), func(seg *decode.Segment) (uint64, int64, bool) {
			ok := random.fill(seg)
			return random.number, random.now, ok
		})
	}
	calm := 0
	for seed := range uint64(3000) {
		o := newOrderly(seed / 2)
		o.twice = seed%2 == 1
		n := 5 + o.r.IntN(60)
		if sameWays(t, seed, someOptions(seed), func(seg *decode.Segment) (uint64, int64, bool) {
			s, now := o.next()
			*seg = *s
			n--
			return o.f.number, now, n >= 0
		}) && !o.twice {
			calm++
		}
	}
	t.Logf("%d of 1500 connections stayed calm", calm)
	if calm < 80 {
		t.Errorf("only %d of 1500 stayed calm: the test tests nothing", calm)
	}
}

// A packet that its receiver drops (PAWS) moves nothing, so it still goes on from where
// its sender was when it is captured again.
func TestCopyOfADroppedPacket(t *testing.T) {
	tr := New(DefaultOptions())
	var ev Event
	list := compile(t, `
	C > S: SYN <mss 1460,sackOK,TS val 10 ecr 0>
	S > C: SYN-ACK <mss 1460,sackOK,TS val 100 ecr 10>
	C > S: ACK <nop,nop,TS val 10 ecr 100>
	S > C: PSH-ACK len 100 <nop,nop,TS val 100 ecr 10>
	C > S: PSH-ACK len 50 <nop,nop,TS val 11 ecr 100>
	S > C: PSH-ACK seq 101:301 ack 51 id 77 <nop,nop,TS val 90 ecr 11>
	C > S: ACK ack 301 <nop,nop,TS val 12 ecr 90>
	S > C: PSH-ACK seq 101:301 ack 51 id 77 <nop,nop,TS val 90 ecr 11>`)
	for i := range list {
		p := &list[i]
		tr.Observe(&p.seg, p.number, p.time, &ev)
	}
	if !ev.Copy || ev.CopyOf != 6 {
		t.Errorf("copy %v of packet %d, want one of packet 6", ev.Copy, ev.CopyOf)
	}
}

// A SYN or SYN-ACK that is cut within its options leaves it open what its sender
// offers, so the short way does not know where the windows end; tshark goes by what
// the other one offers.
func TestCutSYNOffersNothing(t *testing.T) {
	frames, err := craft.Parse(`link RAW
	C > S: SYN win 1000 <mss 1460,nop,wscale 1>
	S > C: SYN-ACK win 1000 <mss 1460,nop,wscale 1>
	C > S: ACK win 1000
	C > S: PSH-ACK len 1000 win 1000
	S > C: ACK win 1000
	S > C: PSH-ACK len 2000 win 1000`)
	if err != nil {
		t.Fatal(err)
	}
	d, err := decode.New(12)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range 4 { // bit 0 of it the SYN, bit 1 the SYN-ACK
		i := 0
		sameWays(t, 0, DefaultOptions(), func(seg *decode.Segment) (uint64, int64, bool) {
			if i == len(frames) {
				return 0, 0, false
			}
			data := frames[i].Data
			if i < 2 && cut>>i&1 != 0 {
				data = data[:40]
			}
			d.Decode(data, frames[i].Len, seg)
			i++
			return uint64(i), frames[i-1].Time + int64(i)*int64(time.Millisecond), true
		})
	}
}

// An acknowledgment can move the right edge of a window by more than half of the
// sequence space; that is no step back.
func TestLargeStepOfAWindow(t *testing.T) {
	f, seq, n := newFlow(40000), decode.Seq(1001), 0
	const length, segments = 65001, 20_700
	sameWays(t, 0, DefaultOptions(), func(seg *decode.Segment) (uint64, int64, bool) {
		window, scale := uint16(100), n < 2
		switch n++; {
		case n == 1:
			*seg = *f.send(true, decode.SYN, 1000, 0, 0)
		case n == 2:
			*seg = *f.send(false, decode.SYN|decode.ACK, 5000, 1001, 0)
		case n < segments:
			*seg = *f.send(true, decode.ACK, seq, 5001, length)
			seq = seq.Add(length)
		case n == segments:
			*seg = *f.send(false, decode.ACK, 5001, 1001, 10)
		case n == segments+1:
			*seg, window = *f.send(false, decode.ACK, 5011, seq, 0), 65000
		default:
			return 0, 0, false
		}
		if seg.Window = window; scale {
			seg.Options.Set, seg.Options.WScale = decode.OptWScale, maxShift
		}
		return uint64(n), f.now, true
	})
}

func TestShortWayOfRareSegments(t *testing.T) {
	for i, text := range []string{`
		S > C: F. 5000 ack 1000 win 0      // its window is closed, so a byte is a probe
		C > S: P. 1000+1 ack 5001 win 500
		C > S: P. 1001+1 ack 5001 win 500`, `
		C > S: S 1000
		S > C: S. 0xffffffff+5 ack 1001
		C > S: . 1001 ack 0                // which is "not set" in tshark
		C > S: . 1001 ack 0
		C > S: . 1001 ack 0 win 700
		C > S: P. 1001+5 ack 0
		C > S: . 1006 ack 5`, `
		C > S: S 1000
		S > C: S. 0xffffffc0 ack 1001
		C > S: . 1001 ack 0xffffffc1
		C > S: P. 1001+5 ack 0xffffffc1
		S > C: P. 0xffffffc1+109 ack 1006
		C > S: . 1006 ack 0                // the same in the middle of a stream
		C > S: P. 1006+5 ack 0
		C > S: P. 1011+5 ack 0
		C > S: . 1016 ack 0
		C > S: . 1016 ack 0
		C > S: . 1016 ack 46`, `
		C > S: P. 1000+100 ack 5000 win 500
		S > C: S 105000 win 500            // waits, and says nothing of a window
		C > S: P. 1101+1 ack 5001 win 500
		C > S: P. 1102+1 ack 5001 win 499`,
	} {
		s, list := newTale(), lines(text)
		sameWays(t, uint64(i), DefaultOptions(), func(seg *decode.Segment) (uint64, int64, bool) {
			if len(list) == 0 {
				return 0, 0, false
			}
			*seg = *s.parse(strings.Fields(list[0]))
			list = list[1:]
			s.number++
			return s.number, s.now, true
		})
	}
}

// A byte is a probe only where a closed window was seen.
func TestNoWindowIsNotAClosedOne(t *testing.T) {
	tellFindings(t, `
		C > S: P. 1000+100 ack 5000 win 500 => start not captured
		S > C: S 105000 win 500             => SYN inside a connection: a new attempt, stray or forged
		C > S: P. 1101+1 ack 5001 win 500   => gap: 1 byte not captured
		C > S: P. 1102+1 ack 5001 win 499   =>`)
}

// What is known of one connection's segment does not show in another's.
func TestShortWayOfSeveralConnections(t *testing.T) {
	for seed := range uint64(200) {
		flows := make([]*orderly, 4)
		for i := range flows {
			flows[i] = newOrderly(seed*uint64(len(flows)) + uint64(i))
			flows[i].f = newFlow(40000 + uint16(i))
		}
		r := rand.New(rand.NewPCG(seed, 3))
		number, now := uint64(0), int64(0)
		sameWays(t, seed, someOptions(seed), func(seg *decode.Segment) (uint64, int64, bool) {
			s, _ := flows[r.IntN(len(flows))].next()
			*seg = *s
			number++
			now += r.Int64N(1 << r.IntN(30))
			return number, now, number < 300
		})
	}
}

// Every pair of flags on one tuple: nothing breaks, whatever follows what.
func TestEveryPairOfFlags(t *testing.T) {
	tr := New(DefaultOptions())
	var ev Event
	f := newFlow(0)
	for first := range 64 {
		for second := range 64 {
			f.client.Port++
			f.observe(tr, &ev, true, decode.Flags(first), 1, 1, 0)
			checkEvent(t, &ev)
			f.observe(tr, &ev, false, decode.Flags(second), 1, 2, 0)
			checkEvent(t, &ev)
			if want := labelOfFlags(decode.Flags(second)); ev.Label != want {
				t.Fatalf("flags %#x: label %v", second, ev.Label)
			}
		}
		consistent(t, tr)
	}
}

// Sequence numbers wrap, and compare by their distance: far from the initial one
// nothing changes.
func TestLongStream(t *testing.T) {
	for _, iss := range []decode.Seq{0, 1000, 1<<31 - 7, 1<<32 - 5} {
		tr := New(DefaultOptions())
		var ev Event
		f := newFlow(40000)
		f.observe(tr, &ev, true, decode.SYN, iss, 0, 0)
		f.observe(tr, &ev, false, decode.SYN|decode.ACK, 5000, iss+1, 0)
		f.observe(tr, &ev, true, decode.ACK, iss+1, 5001, 0)
		const length, n = 65537, 100_000 // 6.5 GB
		seq := iss + 1
		for i := range n {
			f.observe(tr, &ev, true, decode.ACK, seq, 5001, length)
			seq = seq.Add(length)
			f.observe(tr, &ev, false, decode.ACK, 5001, seq, 0)
			if len(ev.Findings) != 0 || ev.Client.State != Established || ev.Server.State != Established || ev.Compat != 0 {
				t.Fatalf("iss %d, segment %d: %v/%v %v %v", iss, i, ev.Client, ev.Server, ev.Findings, ev.Compat)
			}
			if ev.RelAck != seq-iss {
				t.Fatalf("iss %d, segment %d: relative ack %d", iss, i, ev.RelAck)
			}
		}
		tr.Close()
		var c Connection
		if !tr.NextEnded(&c) || c.ToServer.Bytes != n*length || c.ToServer.Unique != n*length || c.Verdict != Open {
			t.Errorf("iss %d: %+v", iss, c)
		}
	}
}
