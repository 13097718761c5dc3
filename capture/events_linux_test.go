package capture

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"tcpshake/capture/netns"
)

// insideNamespace is set in the copy of a test that runs in a namespace.
const insideNamespace = "CAPTURE_TEST_INSIDE"

// inNamespace runs the test that calls it again in a network namespace of its
// own, and returns true there. The test that called it first is done.
func inNamespace(t *testing.T) bool {
	t.Helper()
	if os.Getenv(insideNamespace) != "" {
		if err := netns.BringUp(); err != nil {
			t.Fatal(err)
		}
		return true
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("ip is not installed")
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), insideNamespace+"=1")
	if err := netns.Isolate(cmd); err != nil {
		t.Skipf("no namespace: %v", err)
	}
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, os.ErrPermission):
		t.Skipf("no namespace: %v", err)
	case strings.Contains(string(out), "--- SKIP"):
		t.Skipf("%s", out)
	case err != nil || !strings.Contains(string(out), "--- PASS"):
		t.Errorf("%v: %s", err, out)
	}
	return false
}

// ip runs ip(8), or skips the test where it is not allowed.
func ip(t *testing.T, args string) {
	t.Helper()
	if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
		t.Skipf("ip %s: %v: %s", args, err, out)
	}
}

// vethPair makes two interfaces that are joined, and brings them up.
func vethPair(t *testing.T) {
	t.Helper()
	ip(t, "link add va type veth peer name vb")
	ip(t, "addr add 192.0.2.1/24 dev va")
	ip(t, "link set va up")
	ip(t, "link set vb up")
}

// awaitError reads until the capture ends; packets that come before are dropped.
func awaitError(t *testing.T, src Source) error {
	t.Helper()
	packets := make([]Packet, 0, 10)
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		var err error
		if packets, err = src.Read(packets); err != nil {
			return err
		}
	}
	t.Fatal("the capture goes on")
	return nil
}

func TestRemovedInterfaceEndsTheCapture(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	vethPair(t)
	live := openLoopback(t, Options{Interface: "va"})
	ip(t, "link del va")
	err := awaitError(t, live)
	var failed *CaptureError
	if !errors.As(err, &failed) || err.Error() != "pcap_loop: The interface disappeared" {
		t.Fatalf("error is %v", err)
	}
	// The counts are still told, and reading again gives the error again.
	for range 5 {
		if _, again := live.Read(nil); again != err {
			t.Errorf("then the error is %v", again)
		}
	}
	if stats, err := live.Stats(); err == nil && stats.Dropped > stats.Received {
		t.Errorf("stats are %+v", stats)
	}
}

func TestInterfaceThatGoesDownAndUp(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	vethPair(t)
	live := openLoopback(t, Options{Interface: "va", Immediate: true, Filter: "ip proto 253"})
	ip(t, "link set va down")
	if _, err := live.Read(make([]Packet, 0, 1)); err != nil {
		t.Fatalf("down: %v", err)
	}
	ip(t, "link set va up")
	ip(t, "neigh replace 192.0.2.2 lladdr 02:00:00:00:00:02 dev va")
	sendRaw(t, "192.0.2.2")
	if packets := collect(t, live, 1); len(packets) != 1 {
		t.Errorf("%d packets", len(packets))
	}
}

func TestDirections(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	vethPair(t)
	ip(t, "neigh replace 192.0.2.2 lladdr 02:00:00:00:00:02 dev va")
	for _, c := range []struct {
		device    string
		direction Direction
		want      int
	}{{"va", InOut, 1}, {"va", Out, 1}, {"va", In, 0}, {"vb", In, 1}, {"vb", Out, 0}} {
		live := openLoopback(t, Options{Interface: c.device, Direction: c.direction, Immediate: true, Filter: "ip proto 253"})
		sendRaw(t, "192.0.2.2")
		got := 0
		for deadline := time.Now().Add(3 * time.Second); time.Now().Before(deadline) && (got == 0); {
			packets, err := live.Read(make([]Packet, 0, 10))
			if err != nil {
				t.Fatal(err)
			}
			got += len(packets)
			// One wait without a packet is enough: it had been sent before.
			if len(packets) == 0 && c.want == 0 {
				break
			}
		}
		if got != c.want {
			t.Errorf("%s, %v: %d packets, not %d", c.device, c.direction, got, c.want)
		}
	}
}

func TestDownInterface(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	ip(t, "link add va type veth peer name vb")
	openLoopback(t, Options{})
	_, err := OpenLive(Options{Interface: "va"})
	var failed *InterfaceError
	if !errors.As(err, &failed) || err.Error() != "va: That device is not up" ||
		fmt.Sprint(failed.Hints()) != "[bring it up:  sudo ip link set va up]" {
		t.Errorf("%v, %v", err, failed.Hints())
	}
}

func TestSnapLenCutsPackets(t *testing.T) {
	socket, port := listenUDP(t)
	for _, immediate := range []bool{false, true} {
		live := openLoopback(t, Options{SnapLen: 20, Immediate: immediate, Filter: fmt.Sprintf("udp dst port %d", port)})
		sendNumbered(t, socket, 1)
		if p := collect(t, live, 1)[0]; len(p.Data) != 20 || p.Len != 46 {
			t.Errorf("%d bytes of %d", len(p.Data), p.Len)
		}
		if live.SnapLen() != 20 {
			t.Errorf("snapshot length is %d", live.SnapLen())
		}
	}
}
