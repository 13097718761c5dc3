package decode

import (
	"testing"

	"tcpshake/decode/craft"
)

func TestVLAN(t *testing.T) {
	for _, c := range []struct {
		text string
		want uint32
	}{
		{"C > S: SYN", 0},
		{"C > S: SYN vlan 10", 10},
		{"C > S: SYN vlan 200.100", 200<<12 | 100},
		{"C > S: SYN vlan 0", 0},
		{"C > S: SYN vlan 4095", 4095},
	} {
		if got := decodeScript(t, c.text).VLAN(); got != c.want {
			t.Errorf("%s: %#x, want %#x", c.text, got, c.want)
		}
	}
}

func TestVerifyTCP(t *testing.T) {
	for _, c := range []struct {
		name, text string
		good, ok   bool
	}{
		{"right", "C > S: PSH-ACK len 7", true, true},
		{"wrong", "C > S: PSH-ACK len 7 sum 1", false, true},
		{"IPv6", "end A [2001:db8::1]:1\nend B [2001:db8::2]:2\nA > B: SYN", true, true},
		{"IPv6, wrong", "end A [2001:db8::1]:1\nend B [2001:db8::2]:2\nA > B: SYN sum 1", false, true},
		{"behind extension headers", "end A [2001:db8::1]:1\nend B [2001:db8::2]:2\nA > B: SYN ext hbh,dst", true, true},
		{"cut", "C > S: PSH-ACK len 7 cap 60", false, false},
		{"not split yet: no total length", "C > S: PSH-ACK len 70 patch ip+2 0000", false, false},
	} {
		sum, ok := decodeScript(t, c.text).VerifyTCP()
		if ok != c.ok || sum.Good != c.good {
			t.Errorf("%s: %+v, %v, want good %v, %v", c.name, sum, ok, c.good, c.ok)
		}
	}
}

// decodeScript decodes the first frame of a script.
func decodeScript(t *testing.T, text string) *Segment {
	t.Helper()
	frames, err := craft.Parse(text)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	d, err := New(1) // EN10MB
	if err != nil {
		t.Fatal(err)
	}
	s := new(Segment)
	d.Decode(frames[0].Data, frames[0].Len, s)
	return s
}
