package annotate

import (
	"testing"
	"time"
)

// courseOf plays a tale and returns how its connection id is reported with the
// times of its states.
func courseOf(t *testing.T, id uint64, text string) Connection {
	t.Helper()
	s := newTale()
	s.silent, s.opt.StateTimes = true, true
	for _, f := range s.tell(text) {
		t.Error(f)
	}
	return s.ends[id]
}

func TestCourse(t *testing.T) {
	type times map[State]time.Duration
	const milli = time.Millisecond
	for _, c := range []struct {
		name, text     string
		id             uint64
		first          Phase
		client, server times
		productive     time.Duration
	}{
		{"opened and closed", `
			C > S: S 1000
			+20ms S > C: S. 5000 ack 1001
			+3ms C > S: . 1001 ack 5001
			+100ms C > S: F. 1001 ack 5001
			+2ms S > C: . 5001 ack 1002
			+40ms S > C: F. 5001 ack 1002
			+5ms C > S: . 1002 ack 5002`,
			1, Phase{SynSent, SynRcvd},
			times{SynSent: 20 * milli, Established: 103 * milli, FinWait1: 2 * milli, FinWait2: 40 * milli},
			times{SynRcvd: 23 * milli, Established: 100 * milli, CloseWait: 42 * milli, LastAck: 5 * milli},
			165 * milli},
		{"reset", `
			C > S: S 1000
			+20ms S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001
			+10s S > C: R 5001`,
			1, Phase{SynSent, SynRcvd},
			times{SynSent: 20 * milli, Established: 10001 * milli},
			times{SynRcvd: 21 * milli, Established: 10000 * milli},
			20 * milli},
		{"goes on", `
			C > S: P. 1001+10 ack 5001
			+2s S > C: . 5001 ack 1011
			+3s C > S: P. 1011+10 ack 5001
			+1s C > S: P. 1011+10 ack 5001`,
			1, Phase{Established, Established},
			times{Established: 6 * time.Second}, times{Established: 6 * time.Second},
			5 * time.Second},
		{"half-closed: the server has not closed for a minute", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001
			C > S: F. 1001 ack 5001
			S > C: . 5001 ack 1002
			+60s S > C: P. 5001+10 ack 1002`,
			1, Phase{SynSent, SynRcvd},
			times{SynSent: milli, Established: 2 * milli, FinWait1: milli, FinWait2: time.Minute},
			times{SynRcvd: 2 * milli, Established: milli, CloseWait: time.Minute + milli},
			time.Minute + 4*milli},
		{"TIME_WAIT that a RST ends", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001
			C > S: F. 1001 ack 5001
			S > C: F. 5001 ack 1002
			C > S: . 1002 ack 5002
			+9ms S > C: R 5002`,
			1, Phase{SynSent, SynRcvd},
			times{SynSent: milli, Established: 2 * milli, FinWait1: milli, TimeWait: 10 * milli},
			times{SynRcvd: 2 * milli, Established: milli, CloseWait: milli, LastAck: milli},
			4 * milli},
		{"opened by a SYN inside the connection before", `
			C > S: S 1000
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001
			+10ms C > S: S 700000
			+4ms S > C: S. 900000 ack 700001
			+2ms C > S: . 700001 ack 900001`,
			2, Phase{SynSent, SynRcvd},
			times{SynSent: 4 * milli, Established: 2 * milli}, times{SynRcvd: 6 * milli},
			4 * milli},
		{"a SYN that nobody answers", `
			C > S: S 1000
			+1s C > S: S 1000
			+2s C > S: S 1000`,
			1, Phase{SynSent, SynRcvd},
			times{SynSent: 3 * time.Second}, times{SynRcvd: 3 * time.Second},
			0},
	} {
		t.Run(c.name, func(t *testing.T) {
			end := courseOf(t, c.id, c.text)
			if end.FirstStates != c.first {
				t.Errorf("first states %v", end.FirstStates)
			}
			for s := range end.ClientTimes {
				if got, want := end.ClientTimes[s], int64(c.client[State(s)]); got != want {
					t.Errorf("client in %v: %d, want %d", State(s), got, want)
				}
				if got, want := end.ServerTimes[s], int64(c.server[State(s)]); got != want {
					t.Errorf("server in %v: %d, want %d", State(s), got, want)
				}
			}
			if end.Productive != int64(c.productive) {
				t.Errorf("productive %d, want %d", end.Productive, int64(c.productive))
			}
		})
	}
}

// Without the option nothing is kept, and nothing is said.
func TestNoCourse(t *testing.T) {
	end := endOf(t, tellData)
	if end.FirstStates != (Phase{}) || end.ClientTimes != (StateTimes{}) || end.Productive != -1 {
		t.Errorf("%+v", end)
	}
}

// The states of a connection last in all as long as the connection, whatever
// happens in it.
func TestCourseAddsUp(t *testing.T) {
	for _, row := range allTales() {
		s := newTale()
		s.silent, s.opt.StateTimes = true, true
		s.tell(row.text)
		for id, c := range s.ends {
			for _, times := range [...]*StateTimes{&c.ClientTimes, &c.ServerTimes} {
				sum := int64(0)
				for _, d := range times {
					sum += d
				}
				// Times beyond a second are rounded.
				if most := c.Duration + c.Duration/1000; sum > most {
					t.Errorf("%s: #%d lasted %d, its states %d", row.name, id, c.Duration, sum)
				}
			}
			if c.Productive < 0 || c.Productive > c.Duration {
				t.Errorf("%s: #%d lasted %d, productive %d", row.name, id, c.Duration, c.Productive)
			}
		}
	}
}
