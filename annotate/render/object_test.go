package render

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestObjectSeconds(t *testing.T) {
	tests := []struct {
		ns   int64
		want string
	}{
		{0, `{"s":0}`},
		{54_000, `{"s":0.000054}`},
		{1, `{"s":0.000000001}`},
		{1_000_000_000, `{"s":1}`},
		{12_340_000_000, `{"s":12.34}`},
		{-1, `{}`},
	}
	for _, tt := range tests {
		var o object
		o.open("")
		o.seconds("s", tt.ns)
		o.close()
		if got := string(o.b); got != tt.want {
			t.Errorf("%d ns: got %s, want %s", tt.ns, got, tt.want)
		}
	}
}

func TestObjectCommas(t *testing.T) {
	var o object
	o.open("")
	o.open("a")
	o.close()
	o.openArray("b")
	o.word("", "x")
	o.word("", "y")
	o.open("")
	o.bool("z", true)
	o.uint("n", 1)
	o.close()
	o.closeArray()
	o.uint("c", 2)
	o.close()
	const want = `{"a":{},"b":["x","y",{"z":true,"n":1}],"c":2}`
	if got := string(o.b); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func FuzzJSONString(f *testing.F) {
	f.Add("plain")
	f.Add("quote \" backslash \\ escape \x1b[2J tab \t")
	f.Add("\u202e \U0001f600 \U000e0041 \xff \xed\xa0\x80 \u009b")
	f.Fuzz(func(t *testing.T, s string) {
		b := appendJSONString(nil, []byte(s))
		checkHarmless(t, string(b))
		var got string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%q gives %s: %v", s, b, err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); utf8.ValidString(s) && got != want {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}
