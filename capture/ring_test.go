package capture

import (
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"
	"unsafe"
)

// numbered is a packet that holds a number and n more bytes.
func numbered(i uint32, n int) Packet {
	data := append(binary.BigEndian.AppendUint32(nil, i), make([]byte, n)...)
	return Packet{Time: int64(i), Data: data, Len: len(data) + 1}
}

func TestPacketCost(t *testing.T) {
	if got := unsafe.Sizeof(Packet{}); got != packetCost {
		t.Errorf("a Packet needs %d bytes, not %d", got, packetCost)
	}
}

func TestRingKeepsOrderBetweenGoroutines(t *testing.T) {
	const n = 200_000
	r := newRing(wait)
	go func() {
		for i := range uint32(n) {
			// Sizes that fill chunks by bytes and by packets; one is larger than a chunk.
			size := int(i % 300)
			switch {
			case i%50_000 == 7:
				size = arenaSize + 5
			case i < 20_000:
				size = 0
			}
			if !r.put(numbered(i, size)) {
				return
			}
		}
		r.fail(io.EOF)
	}()
	reader := ringReader{ring: r}
	next := uint32(0)
	packets := make([]Packet, 0, 500)
	for {
		var err error
		packets, err = reader.read(packets)
		for _, p := range packets {
			if got := binary.BigEndian.Uint32(p.Data); got != next || p.Time != int64(next) || p.Len != len(p.Data)+1 {
				t.Fatalf("packet %d has number %d, time %d, length %d", next, got, p.Time, p.Len)
			}
			next++
		}
		if errors.Is(err, io.EOF) {
			break
		}
	}
	if next != n || r.drops() != 0 {
		t.Errorf("%d packets of %d, %d dropped", next, n, r.drops())
	}
}

func TestRingIsBoundedAndCountsWhatItDrops(t *testing.T) {
	for _, c := range []struct {
		name string
		size int
	}{{"small packets", 60}, {"large packets", 60000}} {
		t.Run(c.name, func(t *testing.T) {
			r := newRing(drop)
			const n = ringSize / 60
			put := 0
			for i := range uint32(n) {
				if !r.put(numbered(i, c.size)) {
					t.Fatal("the ring is closed")
				}
				put++
				if r.drops() > 1000 {
					break
				}
			}
			if r.drops() <= 1000 {
				t.Fatal("nothing is dropped")
			}
			if bytes := r.made * chunkCost; bytes > ringSize || r.made != r.limit {
				t.Errorf("%d chunks of %d, %d bytes", r.made, r.limit, bytes)
			}
			// What is there comes out, and then there is room again.
			reader := ringReader{ring: r}
			got := 0
			for packets := make([]Packet, 0, 5000); ; got += len(packets) {
				if packets, _ = reader.read(packets); len(packets) == 0 {
					break
				}
			}
			if uint64(got)+r.drops() != uint64(put) {
				t.Errorf("%d of %d came out, %d were dropped", got, put, r.drops())
			}
			drops := r.drops()
			r.put(numbered(0, c.size))
			if r.drops() != drops {
				t.Error("an empty ring drops")
			}
		})
	}
}

func TestRingThatIsEmptyWaitsNotForLong(t *testing.T) {
	r := newRing(drop)
	reader := ringReader{ring: r}
	start := time.Now()
	packets, err := reader.read(make([]Packet, 0, 10))
	if len(packets) != 0 || err != nil {
		t.Errorf("%d packets, %v", len(packets), err)
	}
	if waited := time.Since(start); waited < maxWait {
		t.Errorf("it waited %v", waited)
	}
}

func TestRingWakesItsReader(t *testing.T) {
	r := newRing(drop)
	reader := ringReader{ring: r}
	for i := range uint32(20) {
		go r.put(numbered(i, 0))
		for got := 0; got == 0; {
			packets, err := reader.read(make([]Packet, 0, 10))
			if err != nil {
				t.Fatal(err)
			}
			got = len(packets)
		}
	}
}

func TestClosedRingLetsItsWriterGo(t *testing.T) {
	r := newRing(wait)
	done := make(chan struct{})
	go func() {
		for r.put(numbered(0, arenaSize)) {
		}
		close(done)
	}()
	for {
		r.mu.Lock()
		full := r.made == r.limit
		r.mu.Unlock()
		if full {
			break
		}
	}
	r.close()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Error("the writer still waits")
	}
}

func TestRingGivesItsErrorLast(t *testing.T) {
	r := newRing(drop)
	r.put(numbered(1, 0))
	r.fail(io.ErrClosedPipe)
	reader := ringReader{ring: r}
	packets, err := reader.read(make([]Packet, 0, 10))
	if len(packets) != 1 || err != nil {
		t.Errorf("%d packets, %v", len(packets), err)
	}
	for range 2 {
		if packets, err = reader.read(packets); len(packets) != 0 || !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%d packets, %v", len(packets), err)
		}
	}
}

func TestRingDoesNotAllocateOnceItIsWarm(t *testing.T) {
	r := newRing(drop)
	reader := ringReader{ring: r}
	p := numbered(1, 100)
	packets := make([]Packet, 0, 2000)
	if n := testing.AllocsPerRun(100, func() {
		for range 1000 {
			r.put(p)
		}
		for got := 0; got < 1000; got += len(packets) {
			packets, _ = reader.read(packets)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkRing(b *testing.B) {
	r := newRing(drop)
	reader := ringReader{ring: r}
	p := numbered(1, 100)
	packets := make([]Packet, 0, 512)
	i := 0
	for b.Loop() {
		r.put(p)
		if i++; i%512 == 0 {
			packets, _ = reader.read(packets)
		}
	}
}
