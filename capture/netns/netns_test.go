package netns

import (
	"net"
	"os"
	"os/exec"
	"testing"
)

// inside marks the process that runs in the namespace.
const inside = "NETNS_TEST_INSIDE"

// TestIsolate runs itself in a namespace and there sees loopback go up.
func TestIsolate(t *testing.T) {
	if os.Getenv(inside) != "" {
		testLoopback(t)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^TestIsolate$", "-test.v")
	cmd.Env = append(os.Environ(), inside+"=1")
	if err := Isolate(cmd); err != nil {
		t.Skip("network namespaces:", err)
	}
	out, err := cmd.CombinedOutput()
	if _, ran := err.(*exec.ExitError); err != nil && !ran {
		t.Skip("this system forbids network namespaces to users:", err)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func testLoopback(t *testing.T) {
	interfaces, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	if len(interfaces) != 1 || interfaces[0].Flags&net.FlagUp != 0 {
		t.Fatalf("interfaces = %v, want loopback alone and down", interfaces)
	}
	if err := BringUp(); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}
