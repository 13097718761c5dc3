package annotate

import "testing"

// namedTale is a tale and what it is about.
type namedTale struct{ name, text string }

func runTales(t *testing.T, tales []namedTale) {
	for _, row := range tales {
		t.Run(row.name, func(t *testing.T) { newTale().run(t, row.text) })
	}
}

// The beginnings of most tales.
const (
	tellOpen = `
		C > S: S 1000
		S > C: S. 5000 ack 1001
		C > S: . 1001 ack 5001
	`
	tellData = tellOpen + `
		C > S: P. 1001+10 ack 5001
		S > C: . 5001 ack 1011
	`
	tellClosed = tellData + `
		C > S: F. 1011 ack 5001
		S > C: F. 5001 ack 1012
		C > S: . 1012 ack 5002
	`
)

// RFC 7323 section 5.3: a receiver drops what carries an older time stamp.
func TestOldDuplicates(t *testing.T) {
	runTales(t, []namedTale{
		{"an old FIN changes nothing", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: P. 1001+5 ack 5001 ts 200/7
			C > S: F. 1006 ack 5001 ts 150/7 => ESTABLISHED/ESTABLISHED
			S > C: . 5001 ack 1006 ts 9/200  => ESTABLISHED/ESTABLISHED
			C > S: F. 1006 ack 5001 ts 250/9 => FIN_WAIT_1/CLOSE_WAIT`},
		{"a segment that fills a gap is no old duplicate", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: F. 1011+5 ack 5001 ts 202/7
			C > S: P. 1001+10 ack 5001 ts 198/7 => FIN_WAIT_1/CLOSE_WAIT reordered`},
		{"what the peer acknowledges was no old duplicate", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: P. 1001+5 ack 5001 ts 50/7
			S > C: . 5001 ack 1006 ts 9/50
			C > S: F. 1006 ack 5001 ts 51/9 => FIN_WAIT_1/CLOSE_WAIT`},
		{"what its receiver has already does not make what follows old", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001 ts 7/100
			C > S: . 1001 ack 5001 ts 101/7
			C > S: P. 1001+5 ack 5001 ts 110/7
			S > C: . 5001 ack 1006 ts 9/110
			C > S: P. 1001+5 ack 5001 ts 150/7 => ESTABLISHED/ESTABLISHED spurious-retransmission
			C > S: F. 1006 ack 5001 ts 111/9   => FIN_WAIT_1/CLOSE_WAIT`},
		{"without time stamps from the peer nothing is dropped", `
			C > S: S 1000 ts 100/0
			S > C: S. 5000 ack 1001
			C > S: . 1001 ack 5001 ts 101/0
			C > S: F. 1001 ack 5001 ts 50/0 => FIN_WAIT_1/CLOSE_WAIT`},
	})
}
