package annotate

import (
	"testing"
	"time"

	"tcpshake/decode"
)

// flow makes segments of one connection without allocating.
type flow struct {
	client, server decode.Endpoint
	seg            decode.Segment
	now            int64
	number         uint64
}

func newFlow(port uint16) *flow {
	return &flow{
		client: decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10, 0, 0, 1}), Port: port},
		server: decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10, 0, 0, 2}), Port: 80},
		now:    taleStart,
	}
}

// send makes the next segment 10 us later.
func (f *flow) send(fromClient bool, flags decode.Flags, seq, ack decode.Seq, length int) *decode.Segment {
	f.number++
	f.now += int64(10 * time.Microsecond)
	f.seg = decode.Segment{
		Class: decode.TCP, Src: f.client, Dst: f.server, Flags: flags, Seq: seq, Ack: ack, Len: length,
		Window: 500, TTL: 64, IPID: uint16(f.number),
	}
	if !fromClient {
		f.seg.Src, f.seg.Dst = f.server, f.client
	}
	return &f.seg
}

func (f *flow) observe(t *Tracker, ev *Event, fromClient bool, flags decode.Flags, seq, ack decode.Seq, length int) {
	t.Observe(f.send(fromClient, flags, seq, ack, length), f.number, f.now, ev)
}

func (f *flow) open(t *Tracker, ev *Event) {
	f.observe(t, ev, true, decode.SYN, 1000, 0, 0)
	f.observe(t, ev, false, decode.SYN|decode.ACK, 5000, 1001, 0)
	f.observe(t, ev, true, decode.ACK, 1001, 5001, 0)
}

func (f *flow) close(t *Tracker, ev *Event) {
	f.observe(t, ev, true, decode.FIN|decode.ACK, 1001, 5001, 0)
	f.observe(t, ev, false, decode.FIN|decode.ACK, 5001, 1002, 0)
	f.observe(t, ev, true, decode.ACK, 1002, 5002, 0)
}

// BenchmarkData is one data segment in order and every other time its
// acknowledgment.
func BenchmarkData(b *testing.B) {
	tr, f := New(DefaultOptions()), newFlow(40000)
	var ev Event
	f.open(tr, &ev)
	seq := decode.Seq(1001)
	b.ReportAllocs()
	for b.Loop() {
		f.observe(tr, &ev, true, decode.ACK|decode.PSH, seq, 5001, 1000)
		seq = seq.Add(1000)
		if f.number%3 == 0 {
			f.observe(tr, &ev, false, decode.ACK, 5001, seq, 0)
		}
	}
}

// BenchmarkConnections is a whole connection of six segments, a new one each
// time, with the report taken.
func BenchmarkConnections(b *testing.B) {
	tr := New(DefaultOptions())
	var ev Event
	var c Connection
	f := newFlow(0)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		f.client.Port = uint16(n)
		f.client.Addr = decode.AddrFrom4([4]byte{10, byte(n >> 32), byte(n >> 24), byte(n >> 16)})
		f.open(tr, &ev)
		f.close(tr, &ev)
		for tr.NextEnded(&c) {
		}
	}
}

// BenchmarkFlood is SYNs from ever new ends.
func BenchmarkFlood(b *testing.B) {
	tr := New(DefaultOptions())
	var ev Event
	var c Connection
	f := newFlow(0)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		f.client.Port = uint16(n)
		f.client.Addr = decode.AddrFrom4([4]byte{10, byte(n >> 32), byte(n >> 24), byte(n >> 16)})
		f.observe(tr, &ev, true, decode.SYN, decode.Seq(n), 0, 0)
		for tr.NextEnded(&c) {
		}
	}
}
