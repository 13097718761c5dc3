package decode

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

func TestOptions(t *testing.T) {
	for _, test := range []struct {
		name  string
		bytes string
		want  Options
	}{
		{"none", "", Options{}},
		{"nop and eol", "01 01 01 00", Options{}},
		{"eol ends", "00 02 04 05b4", Options{}},
		{"mss", "02 04 05b4", Options{Set: OptMSS, MSS: 1460}},
		{"wscale", "03 03 07 00", Options{Set: OptWScale, WScale: 7}},
		{"wscale above 14 as on the wire", "03 03 ff 00", Options{Set: OptWScale, WScale: 255}},
		{"sackOK", "04 02 01 01", Options{Set: OptSACKOK}},
		{"timestamps", "0101 080a 00000001 ffffffff", Options{Set: OptTimestamp, TSVal: 1, TSEcr: 1<<32 - 1}},
		{"timestamps elsewhere", "080a 00000001 00000002 0101", Options{Set: OptTimestamp, TSVal: 1, TSEcr: 2}},
		{
			"sack", "0101 0512 00000001 00000002 00000003 00000004",
			Options{Set: OptSACK, SACKBlocks: 2, SACK: [4]SACKBlock{{1, 2}, {3, 4}}},
		},
		{
			"sack of four", "0522 00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008",
			Options{Set: OptSACK, SACKBlocks: 4, SACK: [4]SACKBlock{{1, 2}, {3, 4}, {5, 6}, {7, 8}}},
		},
		{"sack empty", "05 02 04 02", Options{Set: OptBad | OptSACKOK}},
		{"sack with half a block", "05 06 00000001 04 02", Options{Set: OptBad | OptSACKOK}},
		{"sack with one and a half", "05 0e 00000001 00000002 00000003 04 02", Options{Set: OptBad | OptSACKOK}},
		{"fast open request", "22 02 01 01", Options{Set: OptTFO}},
		{"fast open cookie", "22 0a 0102030405060708 0101", Options{Set: OptTFO, TFOCookieLen: 8}},
		{"fast open cookie too short", "22 04 0102", Options{Set: OptBad}},
		{"fast open cookie of odd length", "22 07 0102030405 00", Options{Set: OptBad}},
		{"fast open cookie too long", "22 14 010203040506070809101112131415161718", Options{Set: OptBad}},
		{"experimental fast open", "fe 08 f989 01020304", Options{Set: OptTFO, TFOCookieLen: 4}},
		{"experimental fast open request", "fe 04 f989", Options{Set: OptTFO}},
		{"experiment without a number", "fe 03 f9 00", Options{Set: OptBad}},
		{"other experiment", "fe 04 1234", Options{}},
		{"AccECN order 0", "ac 05 000001 00 00", Options{Set: OptAccECN}},
		{"AccECN order 1", "ae 08 000001 000002 0101", Options{Set: OptAccECN}},
		{"experimental AccECN 0", "fe 04 acc0", Options{Set: OptAccECN}},
		{"experimental AccECN 1", "fe 04 acc1", Options{Set: OptAccECN}},
		{"md5", "13 12 00112233445566778899aabbccddeeff 0101", Options{Set: OptMD5}},
		{"md5 too short", "13 04 0011", Options{Set: OptBad}},
		{"ao", "1d 06 01 02 aabb 0101", Options{Set: OptAO}},
		{"ao without keys", "1d 03 01 00", Options{Set: OptBad}},
		{"user timeout", "1c 04 8001", Options{Set: OptUTO}},
		{"unknown kind", "45 03 ff 01 02 04 05b4", Options{Set: OptMSS, MSS: 1460}},
		{"twice: the last counts", "02 04 0001 02 04 0002", Options{Set: OptMSS, MSS: 2}},
		{"wrong length costs one option", "02 05 05b400 03 03 07", Options{Set: OptBad | OptWScale, WScale: 7}},
		{"length 1", "04 02 02 01 03 03 07 00", Options{Set: OptSACKOK | OptBad}},
		{"length 0", "04 02 02 00 03 03 07 00", Options{Set: OptSACKOK | OptBad}},
		{"beyond the header", "04 02 02 04 05", Options{Set: OptSACKOK | OptBad}},
		{"kind in the last byte", "01 01 01 02", Options{Set: OptBad}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := unhex(t, test.bytes)
			var got Options
			got.parse(b, len(b))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("-want +got", diff)
			}
		})
	}
}

func TestMPTCPOptions(t *testing.T) {
	for _, test := range []struct {
		name            string
		bytes           string
		set             OptionSet
		subtype, reason uint8
	}{
		{"capable", "1e 04 01 81", OptMPTCP, MPCapable, 0},
		{"join", "1e 0c 10 01 00000001 00000002", OptMPTCP, MPJoin, 0},
		{"dss", "1e 08 20 01 00000001", OptMPTCP, MPDSS, 0},
		{"the first counts", "1e 04 20 00 1e 04 40 01", OptMPTCP, MPDSS, 0},
		{"a reset always counts", "1e 04 20 00 1e 04 80 05", OptMPTCP, MPTCPRST, 5},
		{"a reset without a reason", "1e 04 80 05 1e 03 80 00", OptMPTCP, MPTCPRST, 0},
		{"without subtype", "1e 02 01 01", OptBad, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := unhex(t, test.bytes)
			var o Options
			o.parse(b, len(b))
			if o.Set != test.set || o.MPTCPSubtype != test.subtype || o.MPTCPReason != test.reason {
				t.Errorf("got %+v", o)
			}
		})
	}
}

// A header that is cut keeps the options in front of the cut.
func TestOptionsCut(t *testing.T) {
	b := unhex(t, "020405b4 0402 080a 00000001 00000002 01 030307")
	for n := range b {
		var o Options
		o.parse(b[:n], len(b))
		if !o.Has(OptBad) {
			t.Errorf("%d of %d bytes: not bad", n, len(b))
		}
		want := OptBad
		for _, option := range []struct {
			end int
			bit OptionSet
		}{{4, OptMSS}, {6, OptSACKOK}, {16, OptTimestamp}} {
			if n >= option.end {
				want |= option.bit
			}
		}
		if o.Set != want {
			t.Errorf("%d of %d bytes: set %b, want %b", n, len(b), o.Set, want)
		}
	}
}

// FuzzOptions compares well-formed options with gopacket, and wants of the others
// that nothing is read beyond the bytes.
func FuzzOptions(f *testing.F) {
	for _, seed := range []string{
		"020405b4 0402 080a 00000001 00000002 01 030307",
		"0101 0512 00000001 00000002 00000003 00000004",
		"1e 0c 01 81 0000000100000002", "fe 04 f989", "02", "0200", "ffff",
	} {
		f.Add(unhex(f, seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		b = b[:min(len(b), 40)/4*4]
		var got Options
		got.parse(b[:len(b):len(b)], len(b))
		segment := append(unhex(t, "1234 5678 11223344 55667788 5010 abcd 9876 4321"), b...)
		segment[12] = byte(len(segment)/4) << 4
		var oracle layers.TCP
		if oracle.DecodeFromBytes(segment, gopacket.NilDecodeFeedback) != nil {
			return
		}
		var want Options
		for _, o := range oracle.Options {
			if o.OptionLength > 1 && !want.option(OptionKind(o.OptionType), o.OptionData) {
				want.Set |= OptBad
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("% x: -gopacket +here\n%s", b, diff)
		}
	})
}
