package capture

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// logged makes netfilter log what comes to group 5, or skips the test.
func logged(t *testing.T) {
	t.Helper()
	cmd := exec.Command("nft", "-f", "-")
	cmd.Stdin = strings.NewReader("table inet t {\nchain c {\ntype filter hook input priority 0;\nlog group 5\n}\n}\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("nft: %v: %s", err, out)
	}
}

// TestNetfilterLog reads from a device that libpcap cannot wait for, before there is
// a packet and after.
func TestNetfilterLog(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	logged(t)
	live := openLoopback(t, Options{Interface: "nflog:5", Immediate: true})
	for range 3 {
		if packets, err := live.Read(make([]Packet, 0, 10)); err != nil || len(packets) != 0 {
			t.Fatalf("before there is anything: %d packets, %v", len(packets), err)
		}
	}
	for range 3 {
		sendRaw(t, "127.0.0.1")
	}
	for i, p := range collect(t, live, 3) {
		if !bytes.Contains(p.Data, []byte("test")) {
			t.Errorf("packet %d is % x", i, p.Data)
		}
	}
}
