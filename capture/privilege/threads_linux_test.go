package privilege

import "testing"

func TestLeftover(t *testing.T) {
	const clean = "Name:\ttcpshake\nUid:\t7\t7\t7\t7\nCapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
	for _, test := range []struct {
		name, status string
		uid          int
		rest         Rest
		want         string
	}{
		{"clean", clean, 7, Nothing, ""},
		{"anybody", clean, -1, Nothing, ""},
		{"another", clean, 8, Nothing, "user IDs 7 7 7 7"},
		{"saved user", "Uid:\t7\t7\t0\t7\n", 7, Nothing, "user IDs 7 7 0 7"},
		{"effective", "CapEff:\t0000000000002000\n", -1, Nothing, "capabilities CapEff 0000000000002000"},
		{"permitted", "CapPrm:\t0000000000002000\n", -1, MayKill, "capabilities CapPrm 0000000000002000"},
		{"kill", "CapPrm:\t0000000000000020\n", -1, MayKill, ""},
		{"kill that was not to be left", "CapPrm:\t0000000000000020\n", -1, Nothing, "capabilities CapPrm 0000000000000020"},
		{"junk", "CapPrm:\tx\n", -1, Nothing, "capabilities CapPrm x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := leftoverOf(test.status, test.uid, test.rest); got != test.want {
				t.Errorf("%q, not %q", got, test.want)
			}
		})
	}
}
