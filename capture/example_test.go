package capture_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"tcpshake/capture"
	"tcpshake/capture/savefile"
)

func Example() {
	// A capture file with one packet, in memory.
	var file bytes.Buffer
	out, err := savefile.Create(savefile.Options{Path: "-", LinkType: 1, SnapLen: 262144}, &file)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = out.Write(savefile.Record{Time: 1_500_000_000, Data: make([]byte, 60), Len: 1514})
	if err = errors.Join(err, out.Close()); err != nil {
		fmt.Println(err)
		return
	}

	source, err := capture.OpenFile("-", &file, capture.Options{Filter: "greater 1000"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer source.Close()
	packets := make([]capture.Packet, 0, 512)
	for !errors.Is(err, io.EOF) {
		packets, err = source.Read(packets)
		for _, p := range packets {
			fmt.Println(p.Time, len(p.Data), p.Len)
		}
	}
	// Output: 1500000000 60 1514
}
