package tcpdump

import (
	"testing"

	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// conversation is what a connection looks like most of the time: data, and
// acknowledgments of it, with time stamps.
const conversation = `
client 10.1.20.130:52344
server 192.168.100.7:13306
C > S: SYN <mss 1460,sackOK,TS val 3415062812 ecr 0,nop,wscale 7>
S > C: SYN-ACK <mss 1460,sackOK,TS val 913422117 ecr 3415062812,nop,wscale 7>
C > S: ACK <nop,nop,TS val 3415062813 ecr 913422117>
C > S: PSH-ACK <nop,nop,TS val 3415062813 ecr 913422117> len 90
S > C: ACK <nop,nop,TS val 913422118 ecr 3415062813>
S > C: PSH-ACK <nop,nop,TS val 913422130 ecr 3415062813> len 1200
C > S: ACK <nop,nop,TS val 3415062830 ecr 913422130>
`

// segments returns the decoded frames of a script.
func segments(tb testing.TB, script string) ([]decode.Segment, []int64) {
	tb.Helper()
	c, err := craft.Compile(script)
	if err != nil {
		tb.Fatal(err)
	}
	decoder, err := decode.New(dlt(c.LinkType))
	if err != nil {
		tb.Fatal(err)
	}
	all, times := make([]decode.Segment, len(c.Frames)), make([]int64, len(c.Frames))
	for i, f := range c.Frames {
		decoder.Decode(f.Data, f.Len, &all[i])
		times[i] = f.Time
	}
	return all, times
}

// numbering numbers the directions of segments.
type numbering map[[2]decode.Endpoint]uint64

// of returns the number of the direction of s, 0 when s has none.
func (n numbering) of(s *decode.Segment) uint64 {
	if s.Class != decode.TCP {
		return 0
	}
	ends, opposite := [2]decode.Endpoint{s.Src, s.Dst}, [2]decode.Endpoint{s.Dst, s.Src}
	switch {
	case n[ends] != 0:
	case n[opposite] != 0:
		n[ends] = n[opposite] ^ 1
	default:
		n[ends] = uint64(len(n)+1) * 2
	}
	return n[ends]
}

func BenchmarkLine(b *testing.B) {
	for _, bench := range []struct{ name, flags string }{
		{"plain", "-nn"},
		{"names", ""},
		{"quiet", "-nn -q"},
		{"verbose", "-nn -v"},
		{"hex", "-nn -X"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			all, times := segments(b, conversation)
			line, numbers := New(parseFlags(b, bench.flags), noNames{}, 1<<16), numbering{}
			directions := make([]uint64, len(all))
			for i := range all {
				directions[i] = numbers.of(&all[i])
			}
			buf := make([]byte, 0, 1<<16)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				k := i % len(all)
				buf = line.Append(buf[:0], uint64(i+1), times[k], &all[k], directions[k])
				buf = line.AppendDump(buf)
			}
		})
	}
}
