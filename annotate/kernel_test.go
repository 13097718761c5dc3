package annotate_test

import (
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tcpshake/annotate"
	"tcpshake/decode"
	"tcpshake/testdata/lab"
	"tcpshake/testdata/soak"
)

// The kernel's own states are the truth that ours are measured by (package lab).
// They are compared after each packet that is followed by so much silence on
// its connection, this long after it.
const (
	silence  = 20 * time.Millisecond
	lookAt   = 15 * time.Millisecond
	labLinks = 1 // DLT_EN10MB
)

// invisible are scenarios in which a kernel's state changes without a packet.
var invisible = map[string]string{
	"rst_after_synack":      "closing a socket in SYN_SENT sends nothing",
	"accept_queue_overflow": "a SYN that finds the queue full is dropped in silence",
	"defer_accept":          "the handshake's ACK is dropped in silence",
	"syn_cookies":           "the server keeps no state for a cookie",
	"icmp_unreachable_syn":  "the ICMP error ends the attempt at once",
}

// score counts comparisons.
type score struct{ equal, assumed, wrong int }

func (s score) String() string {
	return fmt.Sprintf("%d of %d states equal, %d wrong but assumed, %d wrong",
		s.equal, s.equal+s.assumed+s.wrong, s.assumed, s.wrong)
}

// observation is a packet as a host saw it, and the state that it leaves that
// host's end in.
type observation struct {
	time          int64
	conn          uint64
	local, remote netip.AddrPort
	state         annotate.EndState
}

// observe follows a capture made at one host.
func observe(t *testing.T, frames []lab.Frame, atHost func(netip.Addr) bool) []observation {
	t.Helper()
	decoder, err := decode.New(labLinks)
	if err != nil {
		t.Fatal(err)
	}
	tracker := annotate.New(annotate.DefaultOptions())
	var list []observation
	for i, f := range frames {
		var seg decode.Segment
		var ev annotate.Event
		decoder.Decode(f.Data, f.Len, &seg)
		tracker.Observe(&seg, uint64(i+1), f.Time, &ev)
		if ev.Conn == 0 || seg.Class != decode.TCP {
			continue
		}
		o := observation{time: f.Time, conn: ev.Conn, local: addrPort(seg.Src), remote: addrPort(seg.Dst)}
		fromHere := atHost(o.local.Addr())
		if !fromHere {
			o.local, o.remote = o.remote, o.local
		}
		if !atHost(o.local.Addr()) {
			continue // an address that neither host has
		}
		o.state = ev.Server
		if fromHere == ev.FromClient {
			o.state = ev.Client
		}
		list = append(list, o)
	}
	return list
}

func addrPort(e decode.Endpoint) netip.AddrPort {
	return netip.AddrPortFrom(e.Addr.Netip(), e.Port)
}

// kernelState returns the state of a socket at a time.
func kernelState(changes []lab.Change, o observation, at int64) string {
	state := "CLOSED"
	for _, c := range changes {
		if c.Local == o.local && c.Remote == o.remote && c.Time <= at {
			state = c.State
		}
	}
	return state
}

// compare compares the states at both hosts.
func compare(t *testing.T, r *lab.Result) (s score) {
	t.Helper()
	for host, frames := range map[string][]lab.Frame{"client": r.Client, "server": r.Server} {
		list := observe(t, frames, func(a netip.Addr) bool { return a == lab.Addr(host, 4) || a == lab.Addr(host, 6) })
		for i, o := range list {
			if next := following(list[i+1:], o); next-o.time < int64(silence) {
				continue
			}
			at := o.time + int64(lookAt)
			if slices.ContainsFunc(r.Blind, func(i lab.Interval) bool { return i.Meets(o.time, at) }) {
				continue // the machine was too busy to see the kernel's state in time
			}
			want := kernelState(r.Changes, o, at)
			switch {
			case o.state.State.String() == want:
				s.equal++
			case o.state.Assumed:
				s.assumed++
			default:
				s.wrong++
				t.Logf("%v > %v at the %s after %v: %v, the kernel has %s",
					o.local, o.remote, host, time.Duration(o.time-list[0].time), o.state, want)
			}
		}
	}
	return s
}

// following returns the time of the next packet between the same ends.
func following(list []observation, o observation) int64 {
	for _, next := range list {
		if next.local == o.local && next.remote == o.remote {
			return next.time
		}
	}
	return 1<<63 - 1
}

// check says what a score may be: no proved state is wrong, and few assumed
// ones are, unless the kernel's state changes invisibly.
func check(t *testing.T, name string, s score) {
	t.Helper()
	t.Log(s)
	if reason := invisible[name]; reason != "" {
		t.Logf("not held against us: %s", reason)
		return
	}
	if s.wrong > 0 {
		t.Error("a proved state is not the kernel's")
	}
	if s.assumed > 1 {
		t.Error("too many assumed states are not the kernel's")
	}
	if s.equal == 0 {
		t.Error("nothing was compared")
	}
}

// TestKernelStates compares our states with the kernel's in recorded scenarios.
func TestKernelStates(t *testing.T) {
	files, err := filepath.Glob("../testdata/captures/lab/*.states.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded scenarios: %v", err)
	}
	var all score
	for _, file := range files {
		base := strings.TrimSuffix(file, ".states.tsv")
		t.Run(filepath.Base(base), func(t *testing.T) {
			r, err := lab.Read(base)
			if err != nil {
				t.Fatal(err)
			}
			s := compare(t, r)
			check(t, filepath.Base(base), s)
			all = score{all.equal + s.equal, all.assumed + s.assumed, all.wrong + s.wrong}
		})
	}
	t.Logf("all scenarios: %v", all)
	if total := all.equal + all.assumed + all.wrong; all.equal*100 < total*98 {
		t.Errorf("%v: less than 98 %% are equal", all)
	}
}

// live are scenarios that take little time.
var live = []string{
	"refused", "handshake_ack_lost_client_data", "simultaneous_open", "ipv6_normal", "normal_client_closes",
	"normal_server_closes", "simultaneous_close", "half_close", "close_wait", "fin_lost", "last_ack_lost",
	"rst_client_abort", "rst_in_close_wait", "rst_wrong_seq", "loss_fast_retransmit", "reuse_time_wait",
	"reconnect_half_open",
}

// TestSoakKernelStates plays scenarios with the running kernel's sockets, in the
// long form all there are, and compares our states with the kernel's, as seen at
// both ends.
func TestSoakKernelStates(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("making network namespaces needs root")
	}
	if err := lab.Check(); err != nil {
		t.Skipf("no lab on this machine: %v", err)
	}
	if testing.Short() {
		t.Skip("-short: takes some seconds")
	}
	scenarios := map[string]lab.Scenario{}
	for _, s := range lab.Scenarios() {
		scenarios[s.Name] = s
	}
	names := live
	if soak.Long() {
		names = slices.Sorted(maps.Keys(scenarios))
	}
	var all score
	var mu sync.Mutex
	exact := 0 // scenarios without any difference
	t.Run("scenarios", func(t *testing.T) {
		for _, name := range names {
			t.Run(name, func(t *testing.T) {
				t.Parallel() // each has namespaces of its own and mostly waits
				scenario, there := scenarios[name]
				if !there {
					t.Fatal("no such scenario")
				}
				s := playAndCompare(t, scenario)
				mu.Lock()
				defer mu.Unlock()
				all = score{all.equal + s.equal, all.assumed + s.assumed, all.wrong + s.wrong}
				if s.assumed+s.wrong == 0 {
					exact++
				}
			})
		}
	})
	soak.Figure(t, "scenarios with all states equal to the kernel's", fmt.Sprintf("%d of %d", exact, len(names)), "scenarios")
	soak.Figure(t, "states equal to the kernel's", fmt.Sprintf("%d of %d", all.equal, all.equal+all.assumed+all.wrong), "states")
}

// plays is how often a scenario is played at most. The two clocks that are
// compared, that of the wire and that of the kernel's states, are read by
// processes that a busy machine may hold up between the packet and the look; a
// wrong state is wrong in every play.
const plays = 3

// playAndCompare plays a scenario until no proved state differs, and judges the
// last play.
func playAndCompare(t *testing.T, scenario lab.Scenario) score {
	t.Helper()
	var last score
	for play := range plays {
		r, err := lab.Play(t.Context(), scenario)
		if err != nil {
			t.Fatal(err)
		}
		last = compare(t, r)
		if last.wrong == 0 && last.assumed <= 1 && last.equal > 0 {
			break
		}
		t.Logf("play %d: %v", play+1, last)
	}
	check(t, scenario.Name, last)
	return last
}
