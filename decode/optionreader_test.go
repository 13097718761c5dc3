package decode

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readOption is what a test sees of an Option.
type readOption struct {
	Kind      OptionKind
	Len, Size int
	Fault     OptionFault
}

// readOptions reads the options of a header with the given option bytes, of which
// cut are not captured, and payload behind them.
func readOptions(t *testing.T, options string, cut int, payload string) []readOption {
	t.Helper()
	b := unhex(t, "1234 5678 11223344 55667788 5010 abcd 9876 4321"+options)
	b[12] = byte(len(b)/4) << 4
	b = append(b[:len(b)-cut], unhex(t, payload)...)
	list := TCPHeader(b).Options()
	var all []readOption
	var o Option
	for list.Next(&o) {
		read := readOption{o.Kind, o.Len, o.Size, o.Fault}
		if o.Fault == OptionNoHead {
			read = readOption{Fault: o.Fault}
		}
		if o.Fault == OptionGood {
			read.Fault = o.Missing(o.Size)
		}
		all = append(all, read)
		if read.Fault != OptionGood {
			break
		}
	}
	return all
}

func TestOptionReader(t *testing.T) {
	for _, test := range []struct {
		name    string
		options string
		cut     int
		payload string
		want    []readOption
	}{
		{name: "none"},
		{name: "one of each size", options: "020405b4 030307 0402 080a 00000001 00000002 00", want: []readOption{
			{Kind: 2, Len: 4, Size: 2}, {Kind: 3, Len: 3, Size: 1}, {Kind: 4, Len: 2}, {Kind: 8, Len: 10, Size: 8}, {Kind: 0, Len: 1},
		}},
		{name: "nothing behind eol", options: "00 020405", want: []readOption{{Kind: 0, Len: 1}}},
		{name: "excess bytes of a known kind are options", options: "0404 01 01", want: []readOption{
			{Kind: 4, Len: 4}, {Kind: 1, Len: 1}, {Kind: 1, Len: 1},
		}},
		{name: "excess bytes of an unknown kind are not", options: "4504 01 01", want: []readOption{{Kind: 0x45, Len: 4, Size: 2}}},
		{name: "a short one eats what follows", options: "0203 05 b4", want: []readOption{{Kind: 2, Len: 3, Size: 2}}},
		{name: "a short one at the end overruns", options: "01 0203 05", want: []readOption{
			{Kind: 1, Len: 1}, {Kind: 2, Len: 3, Size: 2, Fault: OptionOverrun},
		}},
		{name: "length 1", options: "0201 05b4", want: []readOption{{Kind: 2, Len: 1, Fault: OptionLength}}},
		{name: "length beyond the header", options: "0205 05b4", want: []readOption{{Kind: 2, Len: 5, Fault: OptionLength}}},
		{name: "length byte in the payload", options: "010101 02", payload: "04", want: []readOption{
			{Kind: 1, Len: 1}, {Kind: 1, Len: 1}, {Kind: 1, Len: 1}, {Kind: 2, Len: 4, Fault: OptionLength},
		}},
		{name: "length byte nowhere", options: "010101 02", want: []readOption{
			{Kind: 1, Len: 1}, {Kind: 1, Len: 1}, {Kind: 1, Len: 1}, {Fault: OptionNoHead},
		}},
		{name: "kind cut", options: "020405b4", cut: 4, want: []readOption{{Fault: OptionNoHead}}},
		{name: "length byte cut", options: "020405b4", cut: 3, want: []readOption{{Fault: OptionNoHead}}},
		{name: "body cut", options: "020405b4", cut: 1, want: []readOption{{Kind: 2, Len: 4, Size: 2, Fault: OptionCut}}},
		{name: "too short and cut", options: "01010203", cut: 0, want: []readOption{
			{Kind: 1, Len: 1}, {Kind: 1, Len: 1}, {Kind: 2, Len: 3, Fault: OptionLength},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := readOptions(t, test.options, test.cut, test.payload)
			for i := range got {
				if got[i].Fault == OptionLength {
					got[i].Size = 0 // of the option before: not valid
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("-want +got", diff)
			}
		})
	}
}

func TestOptionMissing(t *testing.T) {
	// The header ends two bytes into the body; one byte is captured.
	o := Option{Body: []byte{1}, left: 2}
	for n, want := range []OptionFault{OptionGood, OptionGood, OptionCut, OptionOverrun} {
		if got := o.Missing(n); got != want {
			t.Errorf("Missing(%d) = %v, want %v", n, got, want)
		}
	}
}

// FuzzOptionReader wants that reading ends and stays within the bytes.
func FuzzOptionReader(f *testing.F) {
	f.Add(unhex(f, header), 37)
	f.Add(unhex(f, "1234 5678 11223344 55667788 f010 abcd 9876 4321 0203 05 fe 02 1e 28"), 60)
	f.Fuzz(func(t *testing.T, b []byte, length int) {
		if len(b) < tcpHeaderLen || TCPHeader(b).HeaderLen() < tcpHeaderLen {
			return
		}
		list := TCPHeader(b[:len(b):len(b)]).Options()
		var o Option
		for count := 0; list.Next(&o); count++ {
			if count > 41 {
				t.Fatal("more options than bytes")
			}
			if o.Fault == OptionGood && o.Missing(o.Size) == OptionGood && len(o.Body) < o.Size {
				t.Fatalf("%+v: body is not there", o)
			}
		}
	})
}
