package decode

import (
	"runtime"
	"testing"
	"time"

	"tcpshake/decode/craft/mutate"
	"tcpshake/testdata/soak"
)

// The frames that the mutator damages are whole.
func TestMutatorBeginsWithWholeFrames(t *testing.T) {
	s := new(Segment)
	for i, f := range mutate.New(1).Whole() {
		d, err := New(f.DLT)
		if err != nil {
			t.Fatal(err)
		}
		d.Decode(f.Data, f.Len, s)
		// libpcap pads the attribute of an NFLOG frame, whose headers here need not add up.
		mismatch := f.DLT == dltNFLOG && len(f.Data)%4 != 0 || f.DLT == dltIPv4 && f.Data[0]>>4 != 4 || f.DLT == dltIPv6 && f.Data[0]>>4 != 6
		if s.Class != TCP && s.Class != ICMPError && !mismatch {
			t.Errorf("frame %d, link type %d: %v, %s: %x", i, f.DLT, s.Class, headers(s), f.Data)
		}
	}
}

// Frames whose structure is damaged neither crash the walk nor lead it out of the
// frame, and cost no allocation.
func TestSoakDecodeMutatedFrames(t *testing.T) {
	const batch = 500_000
	total := soak.Pick(2*batch, 400*batch)
	source := mutate.New(uint64(total))
	var decoders [300]*Decoder
	for _, dlt := range linkTypes {
		decoders[dlt], _ = New(dlt)
	}
	var classes [ICMPError + 1]int
	var allocations uint64
	begin := time.Now()
	for done := 0; done < total; done += batch {
		allocations += allocated(func() {
			decodeMutated(t, source, batch, &decoders, &classes)
		})
	}
	if allocations > 20*uint64(total/batch) { // the runtime itself allocates now and then
		t.Errorf("%d allocations in %d frames", allocations, total)
	}
	for class, n := range classes {
		t.Logf("%v: %d", Class(class), n)
		if n == 0 {
			t.Errorf("no frame is %v", Class(class))
		}
	}
	soak.Figure(t, "damaged frames decoded", total, "frames")
	soak.Figure(t, "allocations in them", allocations, "allocations")
	soak.Figure(t, "damaged frames decoded a second", float64(total)/time.Since(begin).Seconds(), "frames/s")
}

// allocated returns how often f allocated memory.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

func decodeMutated(t *testing.T, source *mutate.Source, n int, decoders *[300]*Decoder, classes *[ICMPError + 1]int) {
	var f mutate.Frame
	var s Segment
	for range n {
		source.Next(&f)
		decoders[f.DLT].Decode(f.Data, f.Len, &s)
		why := wrongLayers(&s)
		if why == "" {
			why = wrongSegment(&s)
		}
		if why != "" {
			t.Fatalf("%s\nlink type %d, %d bytes on the wire: %x", why, f.DLT, f.Len, f.Data)
		}
		classes[s.Class]++
	}
}
