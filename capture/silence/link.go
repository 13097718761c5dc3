package silence

import (
	"fmt"
	"net"
	"os"
	"time"

	"tcpshake/capture/internal/escape"
	"tcpshake/capture/zone"
)

// linkPeriod is how often the interface is looked at.
const linkPeriod = time.Second

// up says whether an interface is up; ok is false where that is not told, and when
// it is not there any more.
func (m machine) up(device string) (up, ok bool) {
	there, err := m.link(device)
	if err != nil {
		return false, false
	}
	return there.Flags&net.FlagUp != 0, true
}

// linkChange says when the interface went down or came up: libpcap goes on
// without a word.
func (w *Watch) linkChange(now time.Time) string {
	if now.Sub(w.looked) < linkPeriod {
		return ""
	}
	w.looked = now
	up, ok := w.machine.up(w.device)
	if !ok || up != w.down {
		return ""
	}
	w.down = !up
	name, at := escape.Text(w.device), now.In(zone.Local(os.LookupEnv("TZ"))).Format(time.TimeOnly)
	if w.down {
		return fmt.Sprintf("-- %s went down at %s; waiting --\n", name, at)
	}
	return fmt.Sprintf("-- %s is up again at %s --\n", name, at)
}
