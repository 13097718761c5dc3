package decode_test

import (
	"fmt"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// One Decoder and one Segment serve a whole capture.
func ExampleDecoder_Decode() {
	frames, err := craft.Parse("link EN10MB\nC > S: SYN <mss 1460> vlan 5\nC > S: PSH-ACK <> \"GET /\"\nC > S: ACK <> cap 20")
	if err != nil {
		fmt.Println(err)
		return
	}
	const ethernet = 1
	d, err := decode.New(ethernet)
	if err != nil {
		fmt.Println(err)
		return
	}
	var s decode.Segment
	for _, f := range frames {
		d.Decode(f.Data, f.Len, &s)
		fmt.Printf("%v:", s.Class)
		for _, l := range s.Layers() {
			fmt.Printf(" %v", l.Kind)
			if l.Fault != decode.FaultNone {
				fmt.Printf(" (%v)", l.Fault)
			}
		}
		if s.Class == decode.TCP {
			fmt.Printf(", %v > %v [%v] %q", s.Src, s.Dst, s.Flags, s.Payload())
		}
		fmt.Println()
	}
	// Output:
	// TCP: Ethernet VLAN IPv4 TCP, 10.0.0.1:40000 > 10.0.0.2:13306 [S] ""
	// TCP: Ethernet IPv4 TCP, 10.0.0.1:40000 > 10.0.0.2:13306 [P.] "GET /"
	// not TCP: Ethernet IPv4 (cut)
}
