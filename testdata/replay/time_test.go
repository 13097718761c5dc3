package replay

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"tcpshake/annotate/render"
	"tcpshake/decode/craft"
)

const handshake = `
C > S: SYN
+0.02 S > C: SYN-ACK
+0.00004 C > S: ACK
`

// At the ends of the times that files can hold a handshake takes as long as it
// does, or its time is not known; it never takes less than nothing.
func TestTimesAtTheEndsOfTheFormat(t *testing.T) {
	for _, test := range []struct {
		name, file string
		at         int64 // the second of the SYN
		first      string
		connect    float64
	}{
		{"2038, read with a sign", "nano little", math.MaxInt32, "2038-01-19T03:14:07.990000000Z", -1},
		{"2038, read without", "micro big", math.MaxInt32, "2038-01-19T03:14:07.990000000Z", 0.02004},
		{"2038 in pcapng", "nano little pcapng", math.MaxInt32, "2038-01-19T03:14:07.990000000Z", 0.02004},
		{"2106, where the seconds end", "nano big", math.MaxUint32, "2106-02-07T06:28:15.990000000Z", -1},
		{"2106 in pcapng", "nano little pcapng", math.MaxUint32, "2106-02-07T06:28:15.990000000Z", 0.02004},
	} {
		t.Run(test.name, func(t *testing.T) {
			begin := time.Unix(test.at, 990_000_000).UTC().Format(time.RFC3339Nano)
			c, err := craft.Compile("file " + test.file + "\ntime " + begin + "\n" + handshake)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := File(opener(c.Bytes()), render.JSON, &out, nil); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				var o struct {
					Type, First string
					Handshake   struct{ Connect float64 }
				}
				o.Handshake.Connect = -1
				if err := json.Unmarshal([]byte(line), &o); err != nil {
					t.Fatal(err)
				}
				got := o.Handshake.Connect
				if o.Type == "connection" && (o.First != test.first || math.Abs(got-test.connect) > 1e-9) {
					t.Errorf("first packet %s, handshake %v; want %s, %v", o.First, got, test.first, test.connect)
				}
				if strings.Contains(line, `":-`) {
					t.Errorf("a negative number: %s", line)
				}
			}
		})
	}
}
