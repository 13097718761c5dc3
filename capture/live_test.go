package capture

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"runtime"
	"testing"
	"time"
)

// openLoopback captures on loopback, or skips the test where that is not permitted.
func openLoopback(t *testing.T, opt Options) *Live {
	t.Helper()
	live, err := OpenLive(opt)
	var denied *PermissionError
	if errors.As(err, &denied) {
		t.Skipf("capturing is not permitted: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(live.Close)
	return live
}

// listenUDP gives a socket of loopback that takes datagrams.
func listenUDP(t *testing.T) (net.PacketConn, int) {
	t.Helper()
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn, conn.LocalAddr().(*net.UDPAddr).Port
}

// sendNumbered sends n datagrams that hold their number.
func sendNumbered(t *testing.T, to net.PacketConn, n int) {
	t.Helper()
	conn, err := net.Dial("udp4", to.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for i := range n {
		if _, err := conn.Write(binary.BigEndian.AppendUint32(nil, uint32(i))); err != nil {
			t.Fatal(err)
		}
	}
}

// number is what sendNumbered put into a datagram: the end of the frame.
func number(p Packet) uint32 {
	return binary.BigEndian.Uint32(p.Data[len(p.Data)-4:])
}

// collect reads until n packets have come; it gives up after ten seconds.
func collect(t *testing.T, src Source, n int) []Packet {
	t.Helper()
	var all []Packet
	packets := make([]Packet, 0, 64)
	for deadline := time.Now().Add(10 * time.Second); len(all) < n; {
		var err error
		packets, err = src.Read(packets)
		if err != nil {
			t.Fatalf("after %d packets: %v", len(all), err)
		}
		for _, p := range packets {
			p.Data = append([]byte(nil), p.Data...)
			all = append(all, p)
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d packets of %d came", len(all), n)
		}
	}
	return all
}

func TestLoopbackGivesEachPacketOnceInOrder(t *testing.T) {
	for _, immediate := range []bool{false, true} {
		t.Run(fmt.Sprintf("immediate=%v", immediate), func(t *testing.T) {
			socket, port := listenUDP(t)
			live := openLoopback(t, Options{Immediate: immediate, Filter: fmt.Sprintf("udp dst port %d", port)})
			const n = 500
			before := time.Now().UnixNano()
			sendNumbered(t, socket, n)
			packets := collect(t, live, n)
			if len(packets) != n {
				t.Fatalf("%d packets of %d", len(packets), n)
			}
			for i, p := range packets {
				if number(p) != uint32(i) || p.Len != len(p.Data) {
					t.Fatalf("packet %d is %+v", i, p)
				}
				if p.Time < before-int64(time.Second) || p.Time > before+int64(20*time.Second) {
					t.Fatalf("packet %d has time %d, sent after %d", i, p.Time, before)
				}
			}
			stats, err := live.Stats()
			if err != nil {
				t.Fatal(err)
			}
			if want := (Stats{Received: n}); stats != want {
				t.Errorf("stats are %+v, not %+v", stats, want)
			}
		})
	}
}

func TestIdleReadReturnsAndCloseEnds(t *testing.T) {
	live := openLoopback(t, Options{Filter: "ether proto 0x88b5"})
	packets, err := live.Read(nil) // which would hang
	if len(packets) != 0 || err != nil {
		t.Errorf("%d packets, %v", len(packets), err)
	}
	live.puller.stop.Store(true)
	select {
	case <-live.puller.done:
	case <-time.After(time.Minute):
		t.Fatal("the reader of libpcap does not end")
	}
}

func TestAnyTellsTheInterface(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux captures on all interfaces at once")
	}
	live := openLoopback(t, Options{Interface: "any", SnapLen: 10, Filter: "ether proto 0x88b5"})
	if got := live.LinkType(); got != 276 {
		t.Errorf("link type is %d", got)
	}
	want := []string{"data link type LINUX_SLL2", "WARNING: snaplen raised from 10 to 21"}
	if got := live.Notes(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("notes are %q, not %q", got, want)
	}
}

func TestClockThatTheInterfaceHasNotIsAWarning(t *testing.T) {
	live := openLoopback(t, Options{TimestampType: "adapter"})
	want := "WARNING: When trying to set timestamp type 'adapter' on " + live.Device() + ": That type of time stamp is not supported by that device"
	if got := live.Notes(); len(got) != 1 || got[0] != want {
		t.Errorf("notes are %q", got)
	}
}

func TestLinkTypeThatTheInterfaceHasNot(t *testing.T) {
	openLoopback(t, Options{})
	_, err := OpenLive(Options{LinkType: "FRELAY"})
	if err == nil || err.Error() != "FRELAY is not one of the DLTs supported by this device" {
		t.Errorf("error is %v", err)
	}
	_, err = OpenLive(Options{LinkType: "FOO"})
	if err == nil || err.Error() != "invalid data link type FOO" {
		t.Errorf("error is %v", err)
	}
}
