package privilege

import (
	"os/user"
	"strings"
	"testing"
)

func TestEnviron(t *testing.T) {
	root := &user.User{Username: "root", HomeDir: "/root"}
	ann := &Identity{Name: "ann", home: "/home/ann"}
	for _, c := range []struct {
		name string
		id   *Identity
		env  string
		want string
	}{
		{"sudo", ann, "A=1 HOME=/root USER=root LOGNAME=root SUDO_USER=ann", "A=1 HOME=/home/ann USER=ann LOGNAME=ann SUDO_USER=ann"},
		{"another spelling", ann, "HOME=/root/", "HOME=/home/ann"},
		{"sudo -E", ann, "HOME=/home/ann USER=ann", "HOME=/home/ann USER=ann"},
		{"a home of his choice", ann, "HOME=/tmp/x USER=root", "HOME=/tmp/x USER=ann"},
		{"no variable is added", ann, "A=root B", "A=root B"},
		{"a user without entry", &Identity{Name: "7"}, "HOME=/root USER=root", "HOME=/root USER=root"},
		{"nobody to become", nil, "HOME=/root", "HOME=/root"},
	} {
		if got := strings.Join(c.id.environ(strings.Fields(c.env), root), " "); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}
