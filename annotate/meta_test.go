package annotate

import (
	"fmt"
	"strings"
	"testing"

	"tcpshake/decode"
)

// allTales returns every tale that the tests tell.
func allTales() []namedTale {
	var all []namedTale
	for _, tales := range [][]namedTale{openings(), refusals(), closings(), unusualClosings(), resets(), usedPorts(), partialCaptures()} {
		all = append(all, tales...)
	}
	return all
}

// outcome is what a tale says about each packet and connection, without the
// numbers that differ when it is told in another way.
func (s *tale) outcome() string {
	var b strings.Builder
	for i := range s.events {
		fmt.Fprintf(&b, "%s %v\n", s.describe(&s.events[i]), s.events[i].fromClient)
	}
	for id := range s.ends {
		c := s.ends[id]
		fmt.Fprintf(&b, "#%d %s %s\n", id, describeEnd(&c), c.History)
	}
	return b.String()
}

// sameOutcome tells every tale in two ways.
func sameOutcome(t *testing.T, change func(*tale)) {
	for _, row := range allTales() {
		plain, changed := newTale(), newTale()
		plain.silent, changed.silent = true, true
		change(changed)
		failures := append(plain.tell(row.text), changed.tell(row.text)...)
		for _, f := range failures {
			t.Errorf("%s: %s", row.name, f)
		}
		if len(plain.ends) > 1 {
			continue // told per connection in the loop of outcome, whose order is not fixed
		}
		if a, b := plain.outcome(), changed.outcome(); a != b {
			t.Errorf("%s:\n%s\nchanged:\n%s", row.name, a, b)
		}
	}
}

func TestAddressOrderDoesNotMatter(t *testing.T) {
	sameOutcome(t, func(s *tale) { s.swap = true })
}

func TestSequenceNumbersWrap(t *testing.T) {
	for _, shift := range []decode.Seq{1<<31 - 1005, 1<<32 - 1000, 1<<32 - 1005, 1<<32 - 5000, 1<<32 - 5003, 1 << 30} {
		sameOutcome(t, func(s *tale) { s.shift = shift })
	}
}

func TestCopiesChangeNothing(t *testing.T) {
	sameOutcome(t, func(s *tale) { s.twice = true })
}

func TestCopiesCountWithKeepCopies(t *testing.T) {
	s := newTale()
	s.opt.KeepCopies = true
	s.run(t, `
		C > S: S 1000 id 7          => SYN_SENT/SYN_RCVD?
		+100us C > S: S 1000 id 7   => SYN_SENT/SYN_RCVD? syn-retransmission`)
}

func TestWhatIsACopy(t *testing.T) {
	for _, row := range []struct {
		name, second string
		copy         bool
	}{
		{"the same a moment later", "+1ms C > S: P. 1001+5 ack 5001 id 9", true},
		{"at the edge", "+50ms C > S: P. 1001+5 ack 5001 id 9", true},
		{"too late", "+51ms C > S: P. 1001+5 ack 5001 id 9", false},
		{"one hop further", "+1ms C > S: P. 1001+5 ack 5001 id 9 ttl 63", true},
		{"another identification", "+1ms C > S: P. 1001+5 ack 5001 id 10", false},
		{"another acknowledgment", "+1ms C > S: P. 1001+5 ack 5000 id 9", false},
		{"another window", "+1ms C > S: P. 1001+5 ack 5001 id 9 win 7", false},
		{"another time stamp", "+1ms C > S: P. 1001+5 ack 5001 id 9 ts 1/2", false},
		{"another SACK block", "+1ms C > S: P. 1001+5 ack 5001 id 9 sack 1-2", false},
		{"another length", "+1ms C > S: P. 1001+6 ack 5001 id 9", false},
	} {
		s := newTale()
		s.run(t, tellOpen+"C > S: P. 1001+5 ack 5001 id 9\n"+row.second)
		if got := s.events[len(s.events)-1]; got.copy != row.copy {
			t.Errorf("%s: copy = %v, want %v", row.name, got.copy, row.copy)
		}
	}
}

// Without an IPv4 identification only what follows within 5 ms can be a copy,
// and a bare acknowledgment without time stamps only elsewhere.
func TestCopiesWithoutIdentification(t *testing.T) {
	for _, row := range []struct {
		name, first, second string
		copy                bool
	}{
		{"data", "P. 1001+5 ack 5001 id 0", "+5ms C > S: P. 1001+5 ack 5001 id 0", true},
		{"data, late", "P. 1001+5 ack 5001 id 0", "+6ms C > S: P. 1001+5 ack 5001 id 0", false},
		{"bare", ". 1001 ack 5001 id 0", "+1ms C > S: . 1001 ack 5001 id 0", false},
		{"bare, one hop further", ". 1001 ack 5001 id 0", "+1ms C > S: . 1001 ack 5001 id 0 ttl 63", true},
		{"bare with time stamps", ". 1001 ack 5001 id 0 ts 5/6", "+1ms C > S: . 1001 ack 5001 id 0 ts 5/6", true},
	} {
		s := newTale()
		s.run(t, tellOpen+"+1s C > S: "+row.first+"\n"+row.second)
		if got := s.events[len(s.events)-1]; got.copy != row.copy {
			t.Errorf("%s: copy = %v, want %v", row.name, got.copy, row.copy)
		}
	}
}

// What the peer has asked for since is sent again, though nothing else tells it from a
// copy; elsewhere it is one all the same.
func TestAskedForIsNoCopy(t *testing.T) {
	const synACK = "\n+1ms S > C: S. 5000 ack 1001 id 0 ts 9/1"
	const lossy = tellOpen + `
		C > S: . 1001+10 ack 5001 id 0
		C > S: . 1011+10 ack 5001 id 0
		C > S: . 1021+10 ack 5001 id 0`
	const again = "\n+1ms C > S: . 1011+10 ack 5001 id 0"
	const recovered = lossy + `
		+100us S > C: . 5001 ack 1001 id 0
		+100us S > C: . 5001 ack 1031 id 0
		C > S: . 1031+10 ack 5001 id 0
		+60us S > C: . 5001 ack 1031 id 0 win 9`
	const bare = tellOpen + "C > S: . 1001 ack 5001 id 0 ts 7/8"
	const bareAgain = "\n+1ms C > S: . 1001 ack 5001 id 0 ts 7/8"
	for _, row := range []struct {
		name, text string
		copy       bool
	}{
		{"SYN-ACK", "C > S: S 1000 ts 1/0" + synACK + synACK, true},
		{"SYN-ACK after the SYN again", "C > S: S 1000 ts 1/0" + synACK + "\n+1s" + synACK[5:] + "\n+300us C > S: S 1000 ts 1/0" + synACK, false},
		{"likewise, one hop further", "C > S: S 1000 ts 1/0" + synACK + "\n+300us C > S: S 1000 ts 1/0" + synACK + " ttl 63", true},
		{"SYN-ACK after its acknowledgment", "C > S: S 1000 ts 1/0" + synACK + "\n+100us C > S: . 1001 ack 5001 ts 2/9" + synACK, true},
		{"data", lossy + again, true},
		{"data behind what is missing", lossy + "\n+100us S > C: . 5001 ack 1001 id 0" + again, false},
		{"likewise, one hop further", lossy + "\n+100us S > C: . 5001 ack 1001 id 0" + again + " ttl 63", true},
		{"data after what was missing has arrived", recovered + "\n+60us C > S: . 1031+10 ack 5001 id 0", true},
		{"acknowledgment", bare + bareAgain, true},
		{"acknowledgment of an end that has SACK for that", openSACK + `
			C > S: . 1001 ack 5001 win 500 id 0 ts 7/8
			+1ms S > C: . 5011+10 ack 1001 ts 901/7
			+1ms C > S: . 1001 ack 5001 win 500 id 0 ts 7/8`, true},
		{"acknowledgment of one more segment", bare + "\n+1ms S > C: . 5011+10 ack 1001" + bareAgain, false},
	} {
		s := newTale()
		s.run(t, row.text)
		if got := s.events[len(s.events)-1]; got.copy != row.copy {
			t.Errorf("%s: copy = %v, want %v", row.name, got.copy, row.copy)
		}
	}
}

// cleanConnection has nothing remarkable in it.
const cleanConnection = `
	C > S: S 1000 mss 1460 ws 7 sackok ts 10/0
	+40ms S > C: S. 5000 ack 1001 mss 1460 ws 7 sackok ts 50/10
	C > S: . 1001 ack 5001 ts 11/50
	C > S: P. 1001+100 ack 5001 ts 12/50
	+40ms S > C: . 5001 ack 1101 ts 52/12
	S > C: P. 5001+400 ack 1101 ts 53/12
	C > S: . 1101 ack 5401 ts 54/53
	+1s C > S: P. 1101+100 ack 5401 ts 60/53
	+40ms S > C: P. 5401+300 ack 1201 ts 90/60
	C > S: . 1201 ack 5701 ts 91/90
	+1s C > S: F. 1201 ack 5701 ts 95/90
	+40ms S > C: . 5701 ack 1202 ts 120/95
	S > C: F. 5701 ack 1202 ts 121/95
	C > S: . 1202 ack 5702 ts 122/121
`

// Whichever packet the capture lacks: what is said to be proved is true, and
// nothing is said to be wrong with the connection that is not.
func TestOneMissingPacketProvesNothingWrong(t *testing.T) {
	whole := newTale()
	whole.run(t, cleanConnection)
	for drop := 1; drop <= len(whole.events); drop++ {
		s := newTale()
		s.drop = drop
		s.run(t, cleanConnection)
		for i := range s.events {
			got := &s.events[i]
			at := i
			if i >= drop-1 {
				at++
			}
			want := &whole.events[at]
			name := fmt.Sprintf("without packet %d, packet %d", drop, at+1)
			checkEnd(t, name+", client", got.client, want.client)
			checkEnd(t, name+", server", got.server, want.server)
			for _, f := range got.findings {
				if f.Kind.Severity() >= Warning && f.Kind != FindingGap && f.Kind != FindingAckedUnseen {
					t.Errorf("%s: claims %s", name, f.Kind)
				}
			}
		}
		c := s.ends[1]
		if c.Certainty == Sure && !c.Ongoing && (c.Verdict != ClosedBoth || c.By != ClientParty) {
			t.Errorf("without packet %d: %s", drop, describeEnd(&c))
		}
	}
}

// checkEnd fails when a state is claimed without any reservation and is wrong.
func checkEnd(t *testing.T, name string, got, want EndState) {
	t.Helper()
	if !got.Assumed && !got.Doubtful && got.State != want.State {
		t.Errorf("%s: %v, proved, but it is %v", name, got, want)
	}
}
