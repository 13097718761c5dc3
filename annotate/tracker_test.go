package annotate

import (
	"net/netip"
	"testing"

	"tcpshake/decode"
)

func TestHandshakeStates(t *testing.T) {
	c := decode.Endpoint{Addr: decode.AddrFromNetip(netip.MustParseAddr("10.0.0.1")), Port: 40000}
	s := decode.Endpoint{Addr: decode.AddrFromNetip(netip.MustParseAddr("10.0.0.2")), Port: 80}
	steps := []struct {
		seg  decode.Segment
		want string
	}{
		{decode.Segment{Src: c, Dst: s, Seq: 1000, Flags: decode.SYN}, "SYN_SENT/SYN_RCVD?"},
		{decode.Segment{Src: s, Dst: c, Seq: 5000, Ack: 1001, Flags: decode.SYN | decode.ACK}, "ESTABLISHED/SYN_RCVD"},
		{decode.Segment{Src: c, Dst: s, Seq: 1001, Ack: 5001, Flags: decode.ACK}, "ESTABLISHED/ESTABLISHED"},
	}
	tr := New(DefaultOptions())
	var ev Event
	for i, st := range steps {
		st.seg.Class = decode.TCP
		tr.Observe(&st.seg, uint64(i+1), int64(i), &ev)
		if got := ev.Client.String() + "/" + ev.Server.String(); got != st.want || ev.Conn != 1 || !ev.Changed {
			t.Errorf("packet %d: #%d %s (changed %v), want #1 %s", i+1, ev.Conn, got, ev.Changed, st.want)
		}
	}
}
