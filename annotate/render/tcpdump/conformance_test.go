package tcpdump

import (
	"encoding/binary"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

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

// Times of day and dates are those of the zone, also where its clock changes.
func TestConformanceZones(t *testing.T) {
	requireTCPDump(t)
	c, err := craft.Compile("link RAW\n" + strings.Repeat("C > S: ACK\n", 200))
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Frames {
		// Two years in steps that come at all times of the day and of the year.
		c.Frames[i].Time = 1_700_000_000e9 + int64(i)*(3*86_400+12_345)*1e9 + int64(i)*12_345_678
	}
	for _, name := range []string{"UTC", "Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Skipf("no time zones here: %v", err)
		}
		t.Run(name, func(t *testing.T) {
			for _, flags := range []string{"-nn", "-nn -tttt", "-nn -ttt", "-nn -tt --nano"} {
				compare(t, c, flags, oracle(t, c, flags, name), printed(t, c, flags, zone))
			}
		})
	}
}

// Fractions, zero, times that go back, and those that do not fit in 31 bits: libpcap
// takes them for times before 1970 in classic files of its own byte order only.
func TestConformanceTimes(t *testing.T) {
	requireTCPDump(t)
	hostBig := binary.NativeEndian.Uint16([]byte{0, 1}) == 1
	for _, test := range []struct {
		name   string
		format craft.Format
		more   []int64
	}{
		{"own order", craft.Format{BigEndian: hostBig}, []int64{-1 << 31 * 1e9, -2e9, -1, -999_999_999, -1000, -1_500_000_001}},
		{"other order", craft.Format{BigEndian: !hostBig}, []int64{1 << 31 * 1e9, (1<<32 - 1) * 1e9}},
		{"pcapng", craft.Format{NG: true}, []int64{1 << 31 * 1e9, (1<<32 - 1) * 1e9}},
	} {
		t.Run(test.name, func(t *testing.T) {
			times := []int64{0, 1, 999, 1000, 999_999_999, 1e9, 5e9, 4e9, (1<<31 - 1) * 1e9}
			times = append(append(times, test.more...), 5e9, 90_000e9)
			c, err := craft.Compile("link RAW\n" + strings.Repeat("C > S: ACK\n", len(times)))
			if err != nil {
				t.Fatal(err)
			}
			c.Format = test.format
			for i, at := range times {
				c.Frames[i].Time = at
			}
			for _, flags := range flagSets {
				conform(t, c, flags)
			}
		})
	}
}
