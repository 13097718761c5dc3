package annotate_test

import (
	"fmt"
	"time"

	"tcpshake/annotate"
	"tcpshake/decode"
)

func Example() {
	client := decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10, 0, 0, 1}), Port: 40000}
	server := decode.Endpoint{Addr: decode.AddrFrom4([4]byte{10, 0, 0, 2}), Port: 80}
	segments := []decode.Segment{
		{Src: client, Dst: server, Flags: decode.SYN, Seq: 1000},
		{Src: server, Dst: client, Flags: decode.RST | decode.ACK, Ack: 1001},
	}

	tracker := annotate.New(annotate.DefaultOptions())
	var event annotate.Event
	for i := range segments {
		segments[i].Class = decode.TCP
		now := time.Duration(i) * 54 * time.Microsecond
		tracker.Observe(&segments[i], uint64(i+1), int64(now), &event)
		fmt.Printf("%v %v/%v", event.Label, event.Client, event.Server)
		for _, finding := range event.Findings {
			fmt.Printf(": %s", finding.AppendText(nil))
		}
		fmt.Println()
	}

	tracker.Close()
	var connection annotate.Connection
	for tracker.NextEnded(&connection) {
		fmt.Printf("%v > %v %v by %v\n", connection.Client, connection.Server, connection.Verdict, connection.By)
	}
	// Output:
	// SYN SYN_SENT/SYN_RCVD?
	// RST CLOSED/CLOSED: refused: no listener on that port, or a firewall rejecting
	// 10.0.0.1:40000 > 10.0.0.2:80 refused by server
}
