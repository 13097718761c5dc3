package render_test

import (
	"fmt"
	"os"

	"tcpshake/annotate"
	"tcpshake/annotate/render"
	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// refusal is a connection to a port on which nothing listens.
const refusal = `
client 127.0.0.1:40000
server 127.0.0.1:13306
           C > S: SYN
  +0.00002 S > C: RST-ACK seq =0 win 0
`

func ExampleNew() {
	frames, err := craft.Parse(refusal)
	if err != nil {
		fmt.Println(err)
		return
	}
	printer := render.New(os.Stdout, render.Options{Times: 1, Numeric: 1}, render.Env{})
	decoder, err := decode.New(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	tracker := annotate.New(annotate.DefaultOptions())
	var segment decode.Segment
	var event annotate.Event
	for i, f := range frames {
		decoder.Decode(f.Data, f.Len, &segment)
		tracker.Observe(&segment, uint64(i+1), f.Time, &event)
		printer.Event(&event)
	}
	printer.Flush()
	// Output:
	// SYN      IP 127.0.0.1.40000 > 127.0.0.1.13306: Flags [S], seq 0, win 65535, length 0  #1 SYN_SENT/SYN_RCVD?
	// RST      IP 127.0.0.1.13306 > 127.0.0.1.40000: Flags [R.], seq 0, ack 1, win 0, length 0  #1 CLOSED/CLOSED: refused: no listener on that port, or a firewall rejecting
}

func ExampleEscape() {
	fmt.Println(render.Escape("eth0\x1b[31m"))
	// Output: eth0\x1b[31m
}

func ExampleSummaryPrinter_Append() {
	sum := annotate.Summary{Connections: 3}
	sum.Verdicts[annotate.ClosedBoth], sum.Verdicts[annotate.Refused] = 2, 1
	sum.States[annotate.TimeWait] = 2
	p := render.NewSummaryPrinter(render.Options{}, render.Env{})
	os.Stdout.Write(p.Append(nil, &sum, render.Losses{Kernel: 7}))
	// Output:
	// 3 connections: 2 closed, 1 refused
	// TIME_WAIT 2
	// lost: 7 dropped by the kernel
}

func ExampleAppendFailure() {
	os.Stdout.Write(render.AppendFailure(nil, render.GitHub, "expected resets == 0, found 2"))
	// Output: ::error title=tcpshake::expected resets == 0, found 2
}
