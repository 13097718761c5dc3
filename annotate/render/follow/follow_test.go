package follow

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"tcpshake/annotate"
	"tcpshake/annotate/expect"
	"tcpshake/annotate/render"
	"tcpshake/annotate/stop"
	"tcpshake/decode"
	"tcpshake/decode/craft"
)

// story is a connection of seven segments, and a SYN that is not answered.
const story = `
C > S: SYN
S > C: SYN-ACK
C > S: ACK
C > S: FIN-ACK
S > C: ACK
S > C: FIN-ACK
C > S: ACK
client 10.0.0.3:1234
C > S: SYN
`

// tape is a printer that writes down what it is given, and fails when asked to.
type tape struct {
	lines []string
	fail  error
}

func (p *tape) Event(e *annotate.Event) error {
	p.lines = append(p.lines, fmt.Sprintf("%d %v", e.Number, e.Label))
	return p.fail
}

func (p *tape) Connection(c *annotate.Connection) error {
	p.lines = append(p.lines, fmt.Sprintf("#%d %v", c.ID, c.Verdict))
	return nil
}

func (p *tape) Close(end *render.End) error {
	p.lines = append(p.lines, fmt.Sprintf("end %d", end.Summary.Connections))
	return nil
}

func (p *tape) Flush() error { return nil }

// play sends the frames of a script through a Follower until it has enough, and
// returns what was printed.
func play(t *testing.T, script string, args ...string) (*Follower, *tape) {
	t.Helper()
	var rule stop.Options
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	rule.AddFlags(fs)
	if err := fs.Parse(args); err != nil {
		t.Fatal(err)
	}
	frames, err := craft.Parse(script)
	if err != nil {
		t.Fatal(err)
	}
	p := &tape{}
	f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), rule)
	if err := f.Source(1); err != nil {
		t.Fatal(err)
	}
	for _, frame := range frames {
		if f.Done() {
			break
		}
		if err := follow(f, frame); err != nil {
			t.Fatal(err)
		}
	}
	return f, p
}

// follow sends frames as one batch.
func follow(f *Follower, frames ...craft.Frame) error {
	for _, frame := range frames {
		f.Frame(frame.Time, frame.Data, frame.Len)
	}
	if _, err := f.Observe(); err != nil {
		return err
	}
	if err := f.Print(); err != nil {
		return err
	}
	return f.Flush()
}

func TestFrames(t *testing.T) {
	f, p := play(t, story)
	summary, failures, err := f.Close()
	if err != nil || len(failures) != 0 {
		t.Fatal(err, failures)
	}
	want := []string{
		"1 SYN", "2 SYN-ACK", "3 ACK", "4 FIN", "5 ACK", "6 FIN", "7 ACK", "8 SYN",
		"#1 closed", "#2 no-answer", "end 2",
	}
	if !slices.Equal(p.lines, want) {
		t.Errorf("printed %q, want %q", p.lines, want)
	}
	if f.Frames() != 8 || summary.Segments != 8 {
		t.Errorf("%d frames, %d segments, want 8 each", f.Frames(), summary.Segments)
	}
}

func TestStops(t *testing.T) {
	for _, test := range []struct {
		args []string
		want uint64
	}{
		{[]string{"-c", "3"}, 3},
		{[]string{"--until", "fin"}, 4},
		{nil, 8},
	} {
		if f, _ := play(t, story, test.args...); f.Frames() != test.want {
			t.Errorf("%v: %d frames, want %d", test.args, f.Frames(), test.want)
		}
	}
}

// TestIdle lets a closed connection end by time alone.
func TestIdle(t *testing.T) {
	f, p := play(t, "time 2023-12-03T00:00:00Z\n"+story)
	at := time.Date(2023, 12, 3, 1, 0, 0, 0, time.UTC)
	if err := f.Idle(at.UnixNano()); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(p.lines, "#1 closed") {
		t.Errorf("an hour later the closed connection was not printed: %q", p.lines)
	}
}

func TestUnknownLinkType(t *testing.T) {
	f := New(annotate.New(annotate.DefaultOptions()), &tape{}, expect.New(expect.Options{}), stop.Options{})
	var unknown decode.LinkTypeError
	if err := f.Source(147); !errors.As(err, &unknown) || unknown.DLT != 147 {
		t.Errorf("error %v, want that link type 147 is not known", err)
	}
}

func TestPrinterErrorIsTold(t *testing.T) {
	f, p := play(t, "C > S: SYN")
	p.fail = errors.New("disk full")
	frames, err := craft.Parse("C > S: SYN")
	if err != nil {
		t.Fatal(err)
	}
	if err := follow(f, frames[0]); !errors.Is(err, p.fail) {
		t.Errorf("error %v, want the printer's", err)
	}
}

// TestJudgeSeesIt expects of the story what is not so.
func TestJudgeSeesIt(t *testing.T) {
	resets, err := expect.Parse("resets == 1")
	if err != nil {
		t.Fatal(err)
	}
	syns, err := expect.Parse("no-answer == 0")
	if err != nil {
		t.Fatal(err)
	}
	f, _ := play(t, "")
	f.judge = expect.New(expect.Options{Expected: []expect.Expectation{resets, syns}})
	frames, err := craft.Parse(story)
	if err != nil {
		t.Fatal(err)
	}
	for _, frame := range frames {
		if err := follow(f, frame); err != nil {
			t.Fatal(err)
		}
	}
	_, failures, err := f.Close()
	want := []string{"expected resets == 1, found 0", "expected no-answer == 0, found 1: #2\n  #2: 10.0.0.3:1234 > 10.0.0.2:13306: no-answer"}
	if err != nil || !slices.Equal(failures, want) {
		t.Errorf("failures %q, error %v, want %q", failures, err, want)
	}
}
