package craft_test

import (
	"fmt"

	"tcpshake/decode/craft"
)

func ExampleParse() {
	frames, err := craft.Parse(`
		link RAW
		client 127.0.0.1:59994 iss 1224152147
		server 127.0.0.1:13306 iss 2879060989
		          C > S: SYN <mss 1460>
		+0.000048 S > C: SYN-ACK
		+0.000006 C > S: ACK`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range frames {
		fmt.Printf("%6d ns  flags %#02x  %d bytes\n", f.Time-frames[0].Time, f.Data[20+13], f.Len)
	}
	// Output:
	//      0 ns  flags 0x02  44 bytes
	//  48000 ns  flags 0x12  40 bytes
	//  54000 ns  flags 0x10  40 bytes
}
