package systext

import (
	"errors"
	"io"
	"os"
	"syscall"
	"testing"
)

func TestOf(t *testing.T) {
	_, missing := os.Open("/no/such")
	for want, err := range map[string]error{
		"No such file or directory": missing,
		"Permission denied":         syscall.EACCES,
		"unexpected EOF":            io.ErrUnexpectedEOF,
		"":                          errors.New(""),
	} {
		if got := Of(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
