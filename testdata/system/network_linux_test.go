package system

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// nameServer makes this namespace ask a name server of the test's, which counts
// the questions and answers none.
func nameServer(t *testing.T) *atomic.Int64 {
	t.Helper()
	conf := filepath.Join(folder(t), "resolv.conf")
	if err := os.WriteFile(conf, []byte("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount(conf, "/etc/resolv.conf", "", unix.MS_BIND, ""); err != nil {
		t.Skipf("/etc/resolv.conf: %v", err)
	}
	t.Cleanup(func() { unix.Unmount("/etc/resolv.conf", unix.MNT_DETACH) })
	listen, err := net.ListenPacket("udp", "127.0.0.1:53")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listen.Close() })
	var questions atomic.Int64
	go func() {
		for buf := make([]byte, 1500); ; {
			n, from, err := listen.ReadFrom(buf)
			if err != nil {
				return
			}
			questions.Add(1)
			// "Refused" ends the waiting (RFC 1035 section 4.1.1).
			if n > 4 {
				buf[2] |= 0x80
				buf[3] = 5
				listen.WriteTo(buf[:n], from)
			}
		}
	}()
	return &questions
}

// TestNobodyIsAsked captures and reads without a question to a name server, unless
// it is told to.
func TestNobodyIsAsked(t *testing.T) {
	program(t)
	questions := nameServer(t)
	s := serve(t, "127.0.0.1:0")
	capture := filepath.Join(module, "testdata/captures/refused.pcap")
	launch{args: []string{"-r", capture}}.run(t).expect(t, 0)
	p := launch{args: []string{"-l", s.port()}}.capture(t)
	s.converse(5)
	p.awaitText(p.outPath, "close 4/4")
	p.stop().expect(t, 0)
	if n := questions.Load(); n != 0 {
		t.Errorf("%d questions", n)
	}
	// The same server hears of it when it is asked for.
	launch{args: []string{"--dns", "-r", capture}}.run(t).expect(t, 0)
	for deadline := time.Now().Add(patience); questions.Load() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("--dns asks nobody")
		}
	}
}

// TestNoSocketsButForTheCapture looks at the system calls.
func TestNoSocketsButForTheCapture(t *testing.T) {
	program(t)
	need(t, "strace")
	calls := filepath.Join(folder(t), "calls")
	traced := []string{"strace", "-f", "-qq", "-o", calls, "-e", "trace=execve,socket,connect,sendto,sendmsg,sendmmsg"}
	capture := filepath.Join(module, "testdata/captures/refused.pcap")
	for _, test := range []struct {
		name   string
		args   []string
		forbid string
	}{
		{"file", []string{"-r", capture, "-v", "--summary"}, `AF_INET|AF_PACKET|AF_NETLINK`},
		// Sockets of this family serve to ask about interfaces; nothing is sent.
		{"live", []string{"-i", "lo", "--for", "50ms", "--summary"}, `sa_family=AF_INET|SOCK_STREAM.*IPPROTO|AF_INET.*SOCK_RAW`},
	} {
		t.Run(test.name, func(t *testing.T) {
			launch{through: traced, args: test.args}.run(t).expect(t, 0)
			text, err := os.ReadFile(calls)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), "execve(") {
				t.Errorf("strace saw nothing: %s", text)
			}
			forbidden := regexp.MustCompile(test.forbid)
			for line := range strings.Lines(string(text)) {
				if forbidden.MatchString(line) {
					t.Error(line)
				}
			}
		})
	}
}
