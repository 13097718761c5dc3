package follow

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
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

// TestOtherFramesAreNotPrinted, but counted: an ARP request between two segments.
func TestOtherFramesAreNotPrinted(t *testing.T) {
	const arp = "raw ffffffffffff0200000000010806" + "0001080006040001" + "0200000000010a000001" + "0000000000000a000002\n"
	f, p := play(t, "C > S: SYN\n"+arp+"S > C: SYN-ACK\n")
	if want := []string{"1 SYN", "3 SYN-ACK"}; !slices.Equal(p.lines, want) || f.Frames() != 3 {
		t.Errorf("printed %q of %d frames, want %q of 3", p.lines, f.Frames(), want)
	}
}

// closedPipe is a printer whose reader goes after so many events.
type closedPipe struct {
	tape
	after int
}

func (p *closedPipe) Event(e *annotate.Event) error {
	_ = p.tape.Event(e)
	if len(p.lines) > p.after {
		return fmt.Errorf("write: %w", syscall.EPIPE)
	}
	return nil
}

// TestClosedPipe ends with the error, but for who asks that all is followed; what is
// then wrong besides is told to him too.
func TestClosedPipe(t *testing.T) {
	frames, err := craft.Parse(story)
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	for _, test := range []struct {
		name  string
		toEnd bool
		fail  error // instead of a closed pipe
		want  error
	}{
		{"nobody reads", false, nil, syscall.EPIPE},
		{"to the end", true, nil, nil},
		{"another error", true, full, full},
	} {
		t.Run(test.name, func(t *testing.T) {
			var p render.Printer = &closedPipe{after: 2}
			if test.fail != nil {
				p = &tape{fail: test.fail}
			}
			f := New(annotate.New(annotate.DefaultOptions()), p, expect.New(expect.Options{}), stop.Options{})
			if test.toEnd {
				f.ToEnd()
			}
			if err := f.Source(1); err != nil {
				t.Fatal(err)
			}
			if err := follow(f, frames...); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if summary, _, err := f.Close(); !errors.Is(err, test.want) || summary.Segments != 8 {
				t.Errorf("error %v at the end after %d segments, want %v and 8", err, summary.Segments, test.want)
			}
			if c, ok := p.(*closedPipe); ok && len(c.lines) != 3 {
				t.Errorf("the printer was asked for more after its pipe was closed: %q", c.lines)
			}
		})
	}
}

// TestOverlooks: a closed pipe of another output is overlooked as the printer's is.
func TestOverlooks(t *testing.T) {
	f, _ := play(t, "")
	if f.Overlooks(syscall.EPIPE) {
		t.Error("a closed pipe is overlooked although nobody wants the rest")
	}
	f.ToEnd()
	if !f.Overlooks(syscall.EPIPE) || f.Overlooks(syscall.ENOSPC) || f.Overlooks(nil) {
		t.Error("to the end, a closed pipe is to be overlooked, and nothing else")
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
