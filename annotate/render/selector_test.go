package render

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"tcpshake/annotate"
	"tcpshake/decode"
)

func TestConnSelection(t *testing.T) {
	six := decode.Endpoint{Addr: decode.AddrFrom16([16]byte{15: 1}), Port: 80}
	tests := []struct {
		value string
		conn  annotate.Connection
		want  bool
	}{
		{"3", annotate.Connection{ID: 3}, true},
		{"3", annotate.Connection{ID: 4}, false},
		{"127.0.0.1:59994", annotate.Connection{Client: clientEnd, Server: serverEnd}, true},
		{"127.0.0.1:13306", annotate.Connection{Client: clientEnd, Server: serverEnd}, true},
		{"127.0.0.1:1", annotate.Connection{Client: clientEnd, Server: serverEnd}, false},
		{"[::1]:80", annotate.Connection{Client: six}, true},
	}
	for _, tt := range tests {
		var c ConnSelection
		if err := c.Set(tt.value); err != nil {
			t.Fatalf("%s: %v", tt.value, err)
		}
		if c.String() != tt.value {
			t.Errorf("%s prints as %s", tt.value, c.String())
		}
		if got := c.matchesConnection(&tt.conn); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.value, got, tt.want)
		}
	}
	for _, value := range []string{"", "0", "-1", "localhost:80", "127.0.0.1", "fe80::1%lo:80", "[fe80::1%lo]:80"} {
		if err := new(ConnSelection).Set(value); err == nil {
			t.Errorf("%q: no error", value)
		}
	}
}

// TestMissed tells when --conn chose nothing.
func TestMissed(t *testing.T) {
	tests := []struct {
		conn, only  string
		connections uint64
		want        string
	}{
		{"", "", 1, ""},
		{"", "rst", 1, ""},
		{"1", "", 1, ""},
		{"1", "rst", 1, ""}, // there is the connection, if no such packet
		{"127.0.0.1:59994", "", 1, ""},
		{"9", "", 1, "tcpshake: no packet belongs to --conn 9; there was 1 connection\n"},
		{"[::1]:80", "", 3, "tcpshake: no packet belongs to --conn [::1]:80; there were 3 connections\n"},
	}
	for _, tt := range tests {
		t.Run(tt.conn+" "+tt.only, func(t *testing.T) {
			var opt Options
			for value, set := range map[string]func(string) error{tt.conn: opt.Conn.Set, tt.only: opt.Only.Set} {
				if value == "" {
					continue
				}
				if err := set(value); err != nil {
					t.Fatal(err)
				}
			}
			p := newFormat(Connections, io.Discard, opt, Env{})
			for _, e := range events(wholeConnection()) {
				if err := p.Event(e); err != nil {
					t.Fatal(err)
				}
			}
			if got := Missed(p, tt.connections); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// TestSelector prints the whole connection and a second one that is cut short.
func TestSelector(t *testing.T) {
	second := events(wholeConnection())[:2]
	for _, e := range second {
		e.Conn = 2
	}
	tests := []struct{ args, want string }{
		{"--only syn", "1 1 #1 #2 ."},
		{"--only fin", "8 10 #1 ."},
		{"--conn 2", "1 2 #2 ."},
		{"--conn 2 --only syn-ack", "2 #2 ."},
		{"--conn 127.0.0.1:59994 --only psh", "4 6 #1 ."},
		{"--only rst", "."},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			opt, err := parse(strings.Fields(tt.args)...)
			if err != nil {
				t.Fatal(err)
			}
			var sink bytes.Buffer
			p := newSelector(&tracePrinter{&sink}, &opt)
			for _, e := range append(events(wholeConnection()), second...) {
				p.Event(e)
			}
			p.Connection(wholeRecord())
			short := wholeRecord()
			short.ID = 2
			p.Connection(short)
			p.Close(&End{})
			if got := sink.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			late := *events(wholeConnection())[0]
			late.Late = true
			p.Event(&late)
			if len(p.hit) != 0 {
				t.Errorf("%d connections are still remembered", len(p.hit))
			}
		})
	}
}

// tracePrinter writes down what it is asked to print.
type tracePrinter struct{ *bytes.Buffer }

func (p *tracePrinter) Event(e *annotate.Event) error {
	p.WriteString(strconv.FormatUint(e.Number, 10) + " ")
	return nil
}

func (p *tracePrinter) Connection(c *annotate.Connection) error {
	p.WriteString("#" + strconv.FormatUint(c.ID, 10) + " ")
	return nil
}

func (p *tracePrinter) Close(*End) error {
	p.WriteString(".")
	return nil
}

func (p *tracePrinter) Flush() error { return nil }

// TestSelectorSkips makes sure that the packet line sees what is not printed.
func TestSelectorSkips(t *testing.T) {
	opt, err := parse("--only", "fin")
	if err != nil {
		t.Fatal(err)
	}
	line := &fakeLine{}
	text, _ := textPrinter(opt, line)
	p := newSelector(text, &opt)
	for _, e := range events(wholeConnection()) {
		p.Event(e)
	}
	if line.seen != 11 {
		t.Errorf("the packet line saw %d frames of 11", line.seen)
	}
}
