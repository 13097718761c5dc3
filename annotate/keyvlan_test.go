package annotate

import (
	"testing"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// replay follows the frames of an Ethernet script and returns what their events
// say in a few words each.
func replay(t *testing.T, opt Options, src string) (*Tracker, []told) {
	t.Helper()
	frames, err := craft.Parse("time 2024-01-01T00:00:00Z\n" + src)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	const dltEN10MB = 1
	d, err := decode.New(dltEN10MB)
	if err != nil {
		t.Fatal(err)
	}
	tr := New(opt)
	var events []told
	for i, f := range frames {
		var seg decode.Segment
		var e Event
		d.Decode(f.Data, f.Len, &seg)
		tr.Observe(&seg, uint64(i+1), f.Time, &e)
		events = append(events, told{e.Conn, e.Client, e.Server, e.FromClient, e.Copy, append([]Finding(nil), e.Findings...)})
	}
	return tr, events
}

func TestKeyVLAN(t *testing.T) {
	const (
		collision = `
			C > S: SYN vlan 10
			C > S: SYN seq =7000 vlan 20
			S > C: SYN-ACK ack =1001 vlan 10
			S > C: SYN-ACK seq =9000 ack =7001 vlan 20`
		outer = `
			C > S: SYN vlan 10.5
			C > S: SYN seq =7000 vlan 20.5`
		inner = `
			C > S: SYN vlan 10.5
			C > S: SYN seq =7000 vlan 10.6`
		one = `
			C > S: SYN vlan 10
			S > C: SYN-ACK vlan 10
			C > S: ACK vlan 10`
		asymmetric = `
			C > S: SYN vlan 10
			S > C: SYN-ACK
			C > S: ACK vlan 10`
		untagged = `
			C > S: SYN
			S > C: SYN-ACK vlan 0
			C > S: ACK`
		icmp = `
			C > S: SYN vlan 10
			C > S: SYN seq =7000 vlan 20
			S > C: icmp 3/3 vlan 20`
	)
	for _, c := range []struct {
		name, text  string
		plain, vlan []uint64
	}{
		{"two connections with the same addresses", collision, []uint64{1, 2, 2, 2}, []uint64{1, 2, 1, 2}},
		{"the outer tags differ", outer, []uint64{1, 2}, []uint64{1, 2}},
		{"the inner tags differ", inner, []uint64{1, 2}, []uint64{1, 2}},
		{"one connection", one, []uint64{1, 1, 1}, []uint64{1, 1, 1}},
		{"tagged in one direction", asymmetric, []uint64{1, 1, 1}, []uint64{1, 2, 1}},
		{"a tag without an identifier", untagged, []uint64{1, 1, 1}, []uint64{1, 1, 1}},
		{"an error about a segment", icmp, []uint64{1, 2, 2}, []uint64{1, 2, 2}},
	} {
		for _, keyed := range [...]bool{false, true} {
			opt, want := DefaultOptions(), c.plain
			if opt.KeyVLAN = keyed; keyed {
				want = c.vlan
			}
			_, events := replay(t, opt, c.text)
			for i, e := range events {
				if e.conn != want[i] {
					t.Errorf("%s, by VLAN %v: packet %d is of #%d, want #%d", c.name, keyed, i+1, e.conn, want[i])
				}
			}
		}
	}
}

// By VLAN each of two connections with the same addresses is one of its own.
func TestKeyVLANStates(t *testing.T) {
	opt := DefaultOptions()
	opt.KeyVLAN = true
	_, events := replay(t, opt, `
		C > S: SYN vlan 10
		S > C: SYN-ACK vlan 10
		C > S: ACK vlan 10
		S > C: RST vlan 20
		C > S: ACK len 5 vlan 10`)
	if last := events[4]; last.conn != 1 || last.client.State != Established || last.server.State != Established {
		t.Errorf("after a RST in another VLAN: #%d %v/%v", last.conn, last.client, last.server)
	}
}

func TestCheckChecksums(t *testing.T) {
	const text = `
		C > S: SYN
		S > C: SYN-ACK
		C > S: ACK
		C > S: PSH-ACK len 5 sum 0
		S > C: RST-ACK sum 0xbeef
		C > S: PSH-ACK len 5 seq 1 cap 60
		C > S: PSH-ACK len 5 seq 1 sum 7 cap 58`
	for _, c := range []struct {
		check  bool
		broken uint64
		server State
		bytes  uint64
	}{
		{false, 0, Closed, 15},
		{true, 2, Established, 10}, // the last is not whole: nobody can tell
	} {
		opt := DefaultOptions()
		opt.CheckChecksums = c.check
		tr, events := replay(t, opt, text)
		if s := tr.Summary(); s.Broken != c.broken || s.Findings[FindingBadChecksum] != c.broken {
			t.Errorf("check %v: %d broken, %d findings, want %d", c.check, s.Broken, s.Findings[FindingBadChecksum], c.broken)
		}
		for i, e := range events {
			damaged := len(e.findings) > 0 && e.findings[0].Kind == FindingBadChecksum
			if want := c.check && (i == 3 || i == 4); damaged != want || e.conn != 1 {
				t.Errorf("check %v: packet %d of #%d is damaged: %v, want %v", c.check, i+1, e.conn, damaged, want)
			}
		}
		if got := events[len(events)-1].server.State; got != c.server {
			t.Errorf("check %v: server %v, want %v", c.check, got, c.server)
		}
		tr.Close()
		var end Connection
		if !tr.NextEnded(&end) || end.ToServer.Bytes != c.bytes {
			t.Errorf("check %v: %d bytes, want %d", c.check, end.ToServer.Bytes, c.bytes)
		}
	}
}

// A segment with a wrong checksum opens no connection.
func TestBadChecksumAlone(t *testing.T) {
	opt := DefaultOptions()
	opt.CheckChecksums = true
	tr, events := replay(t, opt, `C > S: SYN sum 0x0a1b`)
	e := events[0]
	if e.conn != 0 || tr.Summary().Connections != 0 || len(e.findings) != 1 {
		t.Fatalf("%+v", e)
	}
	const want = "wrong checksum 0x0a1b, not 0xc7bd: the receiver drops it"
	if got := string(e.findings[0].AppendText(nil)); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
