package tcpdump

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"tcpshake/decode/craft"
)

var (
	seed  = flag.Uint64("seed", 1, "of the packets that TestConformanceRandom generates")
	count = flag.Int("packets", 400, "how many packets TestConformanceRandom generates for each link type")
)

// The line of every packet equals tcpdump's, whatever is wrong with the packet.
func TestConformanceRandom(t *testing.T) {
	requireTCPDump(t)
	for _, linkType := range []int{linkEN10MB, linkNull, linkRaw, linkLoop, linkSLL, linkSLL2, linkPPP, linkIPv4, linkIPv6} {
		t.Run(fmt.Sprintf("link %d", linkType), func(t *testing.T) {
			c := newGenerator(*seed<<16|uint64(linkType)).capture(linkType, *count)
			for _, flags := range flagSets {
				if n := conform(t, c, flags); n < *count/4 {
					t.Errorf("[%s] only %d of %d packets were printed", flags, n, *count)
				}
			}
		})
	}
}

// What is right of a segment that is cut depends on the byte where it is.
func TestConformanceCuts(t *testing.T) {
	requireTCPDump(t)
	for _, link := range []string{"EN10MB", "NULL", "RAW", "LINUX_SLL", "LINUX_SLL2"} {
		t.Run(link, func(t *testing.T) {
			var script strings.Builder
			fmt.Fprintf(&script, "link %s\nend V fe80::1:1000\nend W fe80::2:80\n", link)
			for captured := 1; captured < 130; captured++ {
				fmt.Fprintf(&script, "C > S: RST-ACK <mss 1460,sackOK,TS val 1 ecr 2,nop,wscale 7> ipopt 07070400000000 \"going away\" cap %d\n", captured)
				fmt.Fprintf(&script, "V > W: PSH-ACK <nop,nop,TS val 1 ecr 2> ext hbh,dst len 20 cap %d\n", captured)
			}
			c, err := craft.Compile(script.String())
			if err != nil {
				t.Fatal(err)
			}
			for _, flags := range flagSets {
				conform(t, c, flags)
			}
		})
	}
}
