package system

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"tcpshake/capture"
)

// pace lets n things happen at a rate per second, as well as a tick of a
// millisecond allows. do is called with the number that is due.
func pace(rate, n int, do func(n int)) {
	begin := time.Now()
	for done := 0; done < n; {
		due := min(n, int(time.Since(begin).Seconds()*float64(rate))) - done
		if due <= 0 {
			time.Sleep(time.Until(begin.Add(time.Duration(done+1) * time.Second / time.Duration(rate))))
			continue
		}
		do(due)
		done += due
	}
}

// generator sends the frames of a recording into an interface, round and round.
type generator struct {
	fd     int
	frames [][]byte
	next   int
}

func newGenerator(t *testing.T, iface, recording string) *generator {
	t.Helper()
	there, err := net.InterfaceByName(iface)
	if err != nil {
		t.Fatal(err)
	}
	// Protocol 0 receives nothing.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	if err := unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: there.Index}); err != nil {
		t.Fatal(err)
	}
	return &generator{fd: fd, frames: frames(t, recording)}
}

// frames reads a capture.
func frames(t *testing.T, path string) [][]byte {
	t.Helper()
	source, err := capture.OpenFile(path, nil, capture.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	var all [][]byte
	for packets := make([]capture.Packet, 0, 512); ; {
		packets, err = source.Read(packets)
		for _, p := range packets {
			all = append(all, append([]byte(nil), p.Data...))
		}
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// send sends n frames.
func (g *generator) send(t *testing.T, rate, n int) {
	pace(rate, n, func(n int) {
		for range n {
			if _, err := unix.Write(g.fd, g.frames[g.next]); err != nil && !errors.Is(err, unix.ENOBUFS) {
				t.Error(err)
			}
			g.next = (g.next + 1) % len(g.frames)
		}
	})
}

// request makes requests of a few bytes, each answered, on some connections.
func request(t *testing.T, rate int, duration time.Duration) {
	t.Helper()
	const clients, size = 16, 10
	s := serve(t, "127.0.0.1:0")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var all sync.WaitGroup
	for range clients {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.address())
		if err != nil {
			t.Fatal(err)
		}
		all.Add(1)
		go func() {
			defer all.Done()
			defer c.Close()
			answer := make([]byte, size)
			// Each waits for its answer, so that neither is joined with the next.
			pace(rate/clients, int(float64(rate/clients)*duration.Seconds()), func(n int) {
				for range n {
					if _, err := c.Write(answer); err != nil {
						return
					}
					if _, err := io.ReadFull(c, answer); err != nil {
						return
					}
				}
			})
		}()
	}
	all.Wait()
}
