package capture

import (
	"strings"

	"github.com/google/gopacket/pcap"

	"tcpshake/capture/internal/escape"
)

// Direction chooses packets by the way they go through the interface.
type Direction int

// The directions.
const (
	InOut Direction = iota // both
	In
	Out
)

// String gives the word that -Q takes.
func (d Direction) String() string {
	return [...]string{InOut: "inout", In: "in", Out: "out"}[d]
}

// parseDirection understands the argument of -Q, in capital letters as well.
func parseDirection(word string) (Direction, error) {
	for _, d := range []Direction{InOut, In, Out} {
		if strings.EqualFold(word, d.String()) {
			return d, nil
		}
	}
	return InOut, usageErrorf("unknown capture direction `%s'", escape.Text(word))
}

func (d Direction) pcap() pcap.Direction {
	return [...]pcap.Direction{InOut: pcap.DirectionInOut, In: pcap.DirectionIn, Out: pcap.DirectionOut}[d]
}
