package annotate

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"tcpshake/decode"
)

// fuzzRecord is how many bytes of the input make a segment.
const fuzzRecord = 16

// fuzzSegment makes a segment between few ends out of a record: numbers near the
// ones in use, so that the rules meet.
func fuzzSegment(b []byte, seg *decode.Segment) (step int64) {
	*seg = decode.Segment{Class: decode.TCP, TTL: 64}
	low := decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10, 0, 0, 1}), Port: 1 + uint16(b[0]>>1&1)}
	high := decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10, 0, 0, 1 + b[0]>>2&1}), Port: 1}
	seg.Src, seg.Dst = low, high
	if b[0]&1 != 0 {
		seg.Src, seg.Dst = high, low
	}
	seg.Flags = decode.Flags(b[1])
	seg.Seq = decode.Seq(int32(int16(binary.LittleEndian.Uint16(b[2:])))) * 4
	seg.Ack = decode.Seq(int32(int16(binary.LittleEndian.Uint16(b[4:])))) * 4
	seg.Window = uint16(b[6]) << (b[7] & 8)
	seg.Len = int(b[8]) * 4
	seg.IPID = uint16(b[9])
	seg.ECN = b[7] & 3
	o := &seg.Options
	o.Set = decode.OptionSet(binary.LittleEndian.Uint16(b[10:]))
	o.TSVal, o.WScale, o.MSS = uint32(b[12])*7, b[13], uint16(b[13])*10
	o.SACKBlocks = min(b[14]&7, 4)
	for i := range o.SACK {
		o.SACK[i] = decode.SACKBlock{Left: seg.Ack.Add(int(int8(b[14])) * 4 * i), Right: seg.Ack.Add(int(b[13]) * 4)}
	}
	o.MPTCPSubtype = b[15]
	return int64(int8(b[15])) * 5_000_000
}

// FuzzTracker follows any segments: no panic, words for all that is found, and
// counters that agree with each other.
func FuzzTracker(f *testing.F) {
	handshake := []byte{
		0, byte(decode.SYN), 0, 1, 0, 0, 9, 0, 0, 1, 0xff, 1, 1, 7, 0, 2,
		1, byte(decode.SYN | decode.ACK), 0, 2, 1, 1, 9, 0, 0, 1, 0xff, 1, 1, 7, 0, 2,
		0, byte(decode.ACK), 1, 1, 1, 2, 9, 0, 0, 1, 0x10, 0, 1, 7, 0, 2,
		0, byte(decode.ACK), 1, 1, 1, 2, 9, 0, 25, 1, 0x10, 0, 1, 7, 0, 2,
		0, byte(decode.ACK), 1, 1, 1, 2, 9, 0, 25, 1, 0x10, 0, 1, 7, 0, 100,
		1, byte(decode.ACK), 1, 2, 26, 1, 0, 0, 0, 1, 0x10, 0, 1, 7, 0, 2,
	}
	f.Add(handshake)
	f.Add(append(handshake, 0, byte(decode.RST|decode.ACK), 26, 1, 1, 2, 9, 0, 0, 1, 0x10, 0, 1, 7, 0, 2))
	f.Fuzz(func(t *testing.T, data []byte) {
		tr := New(Options{MaxConnections: 4, KeepCopies: len(data)%2 == 0})
		var ev Event
		var c Connection
		var text []byte
		now := int64(1_700_000_000_000_000_000)
		for n := uint64(1); len(data) >= fuzzRecord; n++ {
			var seg decode.Segment // a new one: nothing may keep the old one
			now += fuzzSegment(data, &seg)
			data = data[fuzzRecord:]
			tr.Observe(&seg, n, now, &ev)
			for i := range ev.Findings {
				text = checkFinding(t, &ev.Findings[i], text)
			}
			for tr.NextEnded(&c) {
				checkTraffic(t, &c.ToServer)
				checkTraffic(t, &c.ToClient)
			}
		}
		tr.Close()
		for tr.NextEnded(&c) {
			checkTraffic(t, &c.ToServer)
			checkTraffic(t, &c.ToClient)
		}
	})
}

// checkFinding checks that a finding has a name and words in ASCII, and returns
// the buffer.
func checkFinding(t *testing.T, f *Finding, buf []byte) []byte {
	t.Helper()
	if f.Kind == 0 || int(f.Kind) >= FindingKinds() {
		t.Fatalf("kind %d", f.Kind)
	}
	buf = f.AppendText(buf[:0])
	if len(buf) == 0 || len(buf) > 200 {
		t.Fatalf("%v: %d bytes of text: %q", f.Kind, len(buf), buf)
	}
	for _, b := range buf {
		if b < ' ' || b > '~' {
			t.Fatalf("%v: %q", f.Kind, buf)
		}
	}
	return buf
}

func checkTraffic(t *testing.T, tr *Traffic) {
	t.Helper()
	switch {
	case tr.Unique+tr.RetransmittedBytes > tr.Bytes:
		t.Fatalf("%d unique and %d repeated of %d bytes", tr.Unique, tr.RetransmittedBytes, tr.Bytes)
	case tr.Retransmissions+tr.Reordered > tr.Packets:
		t.Fatalf("%d retransmissions and %d reordered of %d packets", tr.Retransmissions, tr.Reordered, tr.Packets)
	case tr.RTT.Count > 0 && (tr.RTT.Min > tr.RTT.Median || tr.RTT.Median > tr.RTT.P95 || tr.RTT.P95 > tr.RTT.Max || tr.RTT.Min < 0):
		t.Fatalf("round trips %+v", tr.RTT)
	case tr.ZeroWindowTime < 0:
		t.Fatalf("zero window for %d ns", tr.ZeroWindowTime)
	}
}

// The same for long streams of segments that often repeat, overlap, leave gaps,
// go back in time, and cross 2^31 and 2^32.
func TestRandomStreams(t *testing.T) {
	var text []byte
	for seed := range uint64(30) {
		tr := New(Options{MaxConnections: 100})
		var ev Event
		var c Connection
		list := compile(t, randomStreams(rand.New(rand.NewPCG(seed, 3)), 4, 2000))
		for i := range list {
			tr.Observe(&list[i].seg, list[i].number, list[i].time, &ev)
			for j := range ev.Findings {
				text = checkFinding(t, &ev.Findings[j], text)
			}
		}
		tr.Close()
		for tr.NextEnded(&c) {
			checkTraffic(t, &c.ToServer)
			checkTraffic(t, &c.ToClient)
		}
	}
}
