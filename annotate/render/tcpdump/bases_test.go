package tcpdump

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"
	"unsafe"

	"tcpshake/decode"
)

// fields are what of a segment decides about relative numbers.
type fields struct {
	src, dst string
	flags    decode.Flags
	seq, ack uint32
}

// flow returns the direction and the header of a segment.
func (s fields) flow() (f flow, h decode.TCPHeader) {
	src, dst := netip.MustParseAddrPort(s.src), netip.MustParseAddrPort(s.dst)
	h = make(decode.TCPHeader, minTCPHeader)
	binary.BigEndian.PutUint16(h, src.Port())
	binary.BigEndian.PutUint16(h[2:], dst.Port())
	binary.BigEndian.PutUint32(h[4:], s.seq)
	binary.BigEndian.PutUint32(h[8:], s.ack)
	binary.BigEndian.PutUint16(h[12:], 5<<12|uint16(s.flags))
	from, to := decode.AddrFromNetip(src.Addr()), decode.AddrFromNetip(dst.Addr())
	f.setAddrs(&from, &to, h)
	return f, h
}

// testBases are bases with a hash of their own.
type testBases struct {
	bases
	hasher hasher
	// places are those that segments of each direction left.
	places map[flow]*place
}

func newTestBases(limit int) testBases {
	return testBases{bases: newBases(limit), hasher: newHasher(), places: map[flow]*place{}}
}

// relative goes to where the direction was found before, or looks for it.
func (b *testBases) relative(f flow, h decode.TCPHeader) numbers {
	p := b.places[f]
	if p == nil {
		p = new(place)
		b.places[f] = p
	}
	if n, ok := b.again(p, h.Flags(), h.Seq(), h.Ack()); ok {
		return n
	}
	return b.bases.relative(&f, b.hasher.hash(&f), p, h)
}

func TestRelativeNumbers(t *testing.T) {
	const (
		c, s   = "10.0.0.2:40000", "10.0.0.1:80"
		c6, s6 = "[2001:db8::2]:40000", "[2001:db8::1]:80"
		syn    = decode.SYN
		synAck = decode.SYN | decode.ACK
		ack    = decode.ACK
		rst    = decode.RST
		rstAck = decode.RST | decode.ACK
	)
	type step struct {
		in       fields
		seq, ack uint32
	}
	for _, test := range []struct {
		name  string
		steps []step
	}{
		{"handshake and data", []step{
			{fields{c, s, syn, 1000, 0}, 1000, 0},
			{fields{s, c, synAck, 5000, 1001}, 5000, 1001},
			{fields{c, s, ack, 1001, 5001}, 1, 1},
			{fields{s, c, ack, 5001, 1101}, 1, 101},
		}},
		{"the same over IPv6", []step{
			{fields{c6, s6, syn, 1000, 0}, 1000, 0},
			{fields{s6, c6, synAck, 5000, 1001}, 5000, 1001},
			{fields{c6, s6, ack, 1001, 5001}, 1, 1},
		}},
		{"from the middle", []step{
			{fields{c, s, ack, 777, 888}, 777, 888},
			{fields{c, s, ack, 777, 888}, 0, 1},
			{fields{s, c, ack, 888, 787}, 1, 10},
		}},
		{"from the middle, the other end first", []step{
			{fields{s, c, ack, 888, 777}, 888, 777},
			{fields{c, s, ack, 777, 898}, 1, 10},
		}},
		{"keep-alive before the base", []step{
			{fields{c, s, ack, 777, 888}, 777, 888},
			{fields{c, s, ack, 776, 888}, 1<<32 - 1, 1},
		}},
		{"numbers wrap", []step{
			{fields{s, c, synAck, 1<<32 - 2, 1<<32 - 1}, 1<<32 - 2, 1<<32 - 1},
			{fields{c, s, ack, 1<<32 - 1, 1<<32 - 1}, 1, 1},
			{fields{s, c, ack, 5, 3}, 7, 5},
		}},
		{"without ACK nothing is relative and nothing is set", []step{
			{fields{s, c, synAck, 5000, 1001}, 5000, 1001},
			{fields{c, s, rst, 1050, 0}, 1050, 0},
			{fields{c, s, 0, 1050, 0}, 1050, 0},
			{fields{c, s, ack, 1050, 5001}, 50, 1},
		}},
		{"a new SYN on old ports changes nothing, its SYN-ACK does", []step{
			{fields{s, c, synAck, 5000, 1001}, 5000, 1001},
			{fields{c, s, syn, 9000, 0}, 9000, 0},
			{fields{s, c, rstAck, 6000, 9001}, 1000, 8001},
			{fields{s, c, synAck, 7000, 9001}, 7000, 9001},
			{fields{c, s, ack, 9001, 7001}, 1, 1},
		}},
		{"a second refusal counts from the first", []step{
			{fields{s, c, rstAck, 0, 101}, 0, 101},
			{fields{s, c, rstAck, 0, 201}, 0, 101},
		}},
		{"equal ports, ordered by address", []step{
			{fields{"10.0.0.2:80", "10.0.0.1:80", ack, 100, 200}, 100, 200},
			{fields{"10.0.0.1:80", "10.0.0.2:80", ack, 200, 103}, 1, 3},
		}},
		{"a socket connected to itself has one base for both", []step{
			{fields{s, s, synAck, 100, 101}, 100, 101},
			{fields{s, s, ack, 101, 101}, 1, 1},
		}},
		{"connections do not mix", []step{
			{fields{c, s, ack, 100, 200}, 100, 200},
			{fields{"10.0.0.3:40000", s, ack, 100, 200}, 100, 200},
			{fields{c, "10.0.0.1:81", ack, 100, 200}, 100, 200},
			{fields{"10.0.0.2:40001", s, ack, 100, 200}, 100, 200},
			{fields{c6, s6, ack, 100, 200}, 100, 200},
			{fields{c, s, ack, 101, 201}, 1, 2},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newTestBases(100)
			for i, step := range test.steps {
				f, h := step.in.flow()
				n := b.relative(f, h)
				if n.seq != decode.Seq(step.seq) || n.ack != decode.Seq(step.ack) {
					t.Errorf("step %d: seq %d, ack %d, want %d, %d", i+1, n.seq, n.ack, step.seq, step.ack)
				}
			}
		})
	}
}

// SACK blocks count from the base of the end that they acknowledge, also in the
// segment that sets it.
func TestRelativePeer(t *testing.T) {
	b := newTestBases(100)
	for _, test := range []struct {
		in   fields
		peer decode.Seq
	}{
		{fields{"10.0.0.2:40000", "10.0.0.1:80", decode.ACK, 100, 200}, 199},
		{fields{"10.0.0.1:80", "10.0.0.2:40000", decode.ACK, 200, 150}, 100},
		{fields{"10.0.0.1:80", "10.0.0.2:40000", decode.RST, 200, 0}, 0},
	} {
		f, h := test.in.flow()
		if n := b.relative(f, h); n.peer != test.peer {
			t.Errorf("%+v: peer %d, want %d", test.in, n.peer, test.peer)
		}
	}
}

// model is the same without a limit, in the plainest way.
type model map[string][2]uint32

func (m model) relative(in fields) (seq, ack uint32) {
	if !in.flags.Has(decode.ACK) {
		return in.seq, in.ack
	}
	key, reversed := in.src+" "+in.dst, false
	if in.src > in.dst {
		key, reversed = in.dst+" "+in.src, true
	}
	base, known := m[key]
	self, peer := &base[0], &base[1]
	if reversed {
		self, peer = peer, self
	}
	if known && !in.flags.Has(decode.SYN) {
		return in.seq - *self, in.ack - *peer
	}
	*self, *peer = in.seq, in.ack-1
	m[key] = base
	return in.seq, in.ack
}

func TestRelativeAgainstModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	b, m := newTestBases(1<<20), model{}
	for i := range 50_000 {
		form := "10.0.%d.%d:%d"
		if i%3 == 0 {
			form = "[fe80::%d:%d]:%d"
		}
		in := fields{
			src:   fmt.Sprintf(form, r.IntN(2), r.IntN(200), 10+r.IntN(3)),
			dst:   fmt.Sprintf(form, r.IntN(2), r.IntN(200), 10+r.IntN(3)),
			flags: decode.Flags(r.IntN(32)),
			seq:   r.Uint32(), ack: r.Uint32(),
		}
		f, h := in.flow()
		n := b.relative(f, h)
		if seq, ack := m.relative(in); n.seq != decode.Seq(seq) || n.ack != decode.Seq(ack) {
			t.Fatalf("packet %d %+v: seq %d, ack %d, want %d, %d", i, in, n.seq, n.ack, seq, ack)
		}
	}
}

// visit asks for the numbers of a mid-stream segment of connection i and reports
// whether the connection was remembered.
func visit(b *testBases, i int) bool {
	f, h := fields{fmt.Sprintf("10.%d.%d.%d:1000", i>>16, i>>8&0xff, i&0xff), "192.0.2.1:80", decode.ACK, 5, 5}.flow()
	return b.relative(f, h).seq == 0
}

func TestBasesForgetTheOldestUnused(t *testing.T) {
	b := newTestBases(100)
	for i := range 100 {
		visit(&b, i)
	}
	if !visit(&b, 0) {
		t.Error("the first is forgotten before the table is full")
	}
	visit(&b, 100)
	if visit(&b, 1) {
		t.Error("the oldest unused one is still there")
	}
	if !visit(&b, 0) {
		t.Error("one in use is forgotten")
	}
}

func TestBasesAreBounded(t *testing.T) {
	const limit = 1000
	b := newTestBases(limit)
	for i := range 20 * limit {
		visit(&b, i)
		visit(&b, i%7)
	}
	if n := b.v4.n; n != limit {
		t.Errorf("%d records, want %d", n, limit)
	}
	if n := len(b.v4.slots); n > 4*limit {
		t.Errorf("%d slots for %d records", n, limit)
	}
	used := 0
	for _, slot := range b.v4.slots {
		if slot != 0 {
			used++
		}
	}
	if used != limit {
		t.Errorf("%d slots in use, want %d", used, limit)
	}
}

// What is forgotten must not depend on the seed of the hash.
func TestBasesForgetTheSameEachTime(t *testing.T) {
	var first []bool
	for range 5 {
		b, r := newTestBases(50), rand.New(rand.NewPCG(7, 7))
		var known []bool
		for range 3000 {
			known = append(known, visit(&b, r.IntN(120)))
		}
		if first == nil {
			first = known
		}
		for i := range known {
			if known[i] != first[i] {
				t.Fatalf("visit %d: %v, then %v", i, first[i], known[i])
			}
		}
	}
}

func TestRecordsAreSmall(t *testing.T) {
	if n := unsafe.Sizeof(record[key4]{}); n > 28 {
		t.Errorf("%d bytes for an IPv4 connection", n)
	}
	if n := unsafe.Sizeof(record[key6]{}); n > 56 {
		t.Errorf("%d bytes for an IPv6 connection", n)
	}
}

func BenchmarkBases(b *testing.B) {
	for _, connections := range []int{1, 1000, 100_000} {
		b.Run(fmt.Sprint(connections), func(b *testing.B) {
			t := newTestBases(1 << 20)
			flows, headers := make([]flow, connections), make([]decode.TCPHeader, connections)
			for i := range flows {
				flows[i], headers[i] = fields{fmt.Sprintf("10.%d.%d.%d:1000", i>>16, i>>8&0xff, i&0xff), "192.0.2.1:80", decode.ACK, 5, 5}.flow()
			}
			for i := 0; b.Loop(); i++ {
				k := i % connections
				t.relative(flows[k], headers[k])
			}
		})
	}
}
