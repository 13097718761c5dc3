package decode

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// FuzzDecode checks what every caller relies on: no frame panics, every header
// and the payload lie inside the frame, and decoding twice gives the same.
func FuzzDecode(f *testing.F) {
	for _, seed := range frames() {
		f.Add(seed.dlt, seed.frame, len(seed.frame))
	}
	f.Fuzz(func(t *testing.T, dlt int, frame []byte, wire int) {
		d, err := New(dlt)
		if err != nil {
			return
		}
		s := new(Segment)
		d.Decode(frame, wire, s)
		checkLayers(t, s)
		checkSegment(t, s)
		again := walkAgain(d, s, frame, wire)
		if why := different(s, again); why != "" {
			t.Fatalf("decoding twice differs: %s", why)
		}
	})
}

// walkAgain decodes the frame into a segment that held it already.
func walkAgain(d *Decoder, s *Segment, frame []byte, wire int) *Segment {
	again := *s
	d.Decode(frame, wire, &again)
	return &again
}

func checkLayers(t *testing.T, s *Segment) {
	t.Helper()
	if why := wrongLayers(s); why != "" {
		t.Fatal(why)
	}
}

func checkSegment(t *testing.T, s *Segment) {
	t.Helper()
	if why := wrongSegment(s); why != "" {
		t.Fatal(why)
	}
}

// wrongLayers says what is wrong with the headers of s, "" when nothing is.
func wrongLayers(s *Segment) string {
	layers := s.Layers()
	for i := range layers {
		l := &layers[i]
		if l.Off < 0 || l.End < l.Off || l.End > len(s.Frame) || l.Head < 0 {
			return fmt.Sprintf("header %d is outside the frame of %d bytes: %+v", i, len(s.Frame), *l)
		}
		// Of a TCP header the options may be cut: OptBad tells it.
		if l.Fault == FaultNone && l.Off+l.Head > l.End && l.Kind != LayerTCP {
			return fmt.Sprintf("header %d is not all there and has no fault: %+v", i, *l)
		}
		if l.Kind.String() == "" || l.Fault.String() == "" {
			return fmt.Sprintf("header %d has no name: %+v", i, *l)
		}
	}
	return ""
}

// wrongSegment says what is wrong with the fields of s, "" when nothing is.
func wrongSegment(s *Segment) string {
	layers := s.Layers()
	switch {
	case s.Class > ICMPError:
		return fmt.Sprintf("class %d", s.Class)
	case s.Class == NotTCP || s.Class == Broken:
		return ""
	case len(layers) == 0:
		return fmt.Sprintf("%v without a header", s.Class)
	}
	last := &layers[len(layers)-1]
	if s.Class == TCP {
		if why := wrongTCP(s, last); why != "" {
			return why
		}
	}
	if len(s.Payload()) > 0 && last.Kind == LayerTCP {
		if &s.Payload()[0] != &s.Frame[last.Off+last.Head] || last.Off+last.Head+len(s.Payload()) > last.End {
			return fmt.Sprintf("payload of %d bytes is not behind %+v", len(s.Payload()), *last)
		}
	}
	if s.Class == ICMPError && (s.ICMP.Version != 4 && s.ICMP.Version != 6 || s.ICMP.Src.Addr.Version() != int(s.ICMP.Version)) {
		return fmt.Sprintf("ICMP = %+v", s.ICMP)
	}
	return ""
}

func wrongTCP(s *Segment, last *Layer) string {
	switch {
	case last.Kind != LayerTCP || last.Fault != FaultNone:
		return fmt.Sprintf("TCP, and the last header is %+v", *last)
	case s.Len < 0 || len(s.Payload()) > s.Len || s.Len != last.Len-last.Head:
		return fmt.Sprintf("Len %d, %d captured, header %+v", s.Len, len(s.Payload()), *last)
	case !s.Src.Addr.Is4() && s.Src.Addr.Version() != 6 || s.Src.Addr.Version() != s.Dst.Addr.Version():
		return fmt.Sprintf("ends %v, %v", s.Src, s.Dst)
	case s.Options.Has(OptSACK) && int(s.Options.SACKBlocks) > len(s.Options.SACK):
		return fmt.Sprintf("%d SACK blocks", s.Options.SACKBlocks)
	}
	return ""
}

// The fuzzer's invariants hold for many damaged frames, which a plain loop tries
// a hundred times faster than the fuzzer.
func TestDecodeDamaged(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := new(Segment)
	for _, f := range frames() {
		d, err := New(f.dlt)
		if err != nil {
			t.Fatal(err)
		}
		for range 5000 {
			frame := append([]byte(nil), f.frame[:1+r.IntN(len(f.frame))]...)
			for range r.IntN(5) {
				frame[r.IntN(len(frame))] = byte(r.Uint32())
			}
			d.Decode(frame, len(frame)+r.IntN(3), s)
			checkLayers(t, s)
			checkSegment(t, s)
		}
	}
}
