package usage

import (
	"errors"
	"strings"

	"tcpshake/annotate/render"
)

// advised is an error that knows what its reader can do about it.
type advised interface {
	error
	Hints() []string
}

// Complaint is what is printed about an error: its text and what can be done
// about it. Texts can hold names of files and interfaces, so they are escaped.
func Complaint(err error) string {
	text := "tcpshake: "
	for line := range strings.SplitSeq(err.Error(), "\n") {
		text += render.Escape(line) + "\n"
	}
	if a := advised(nil); errors.As(err, &a) {
		for _, hint := range a.Hints() {
			text += "  hint: " + render.Escape(hint) + "\n"
		}
	}
	return text
}
