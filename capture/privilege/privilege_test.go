package privilege

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"testing"
)

func TestChoose(t *testing.T) {
	users := map[string]*user.User{
		"root":   {Username: "root", Uid: "0", Gid: "0"},
		"ann":    {Username: "ann", Uid: "1000", Gid: "1001"},
		"nobody": {Username: "nobody", Uid: "65534", Gid: "65533"},
	}
	for _, c := range []struct {
		name      string
		uid, euid int
		asked     string
		env       map[string]string
		noUsers   bool
		want      string
	}{
		{name: "no root", uid: 1000, euid: 1000, want: "none"},
		{name: "no root, a user is named", uid: 1000, euid: 1000, asked: "ann", want: "none"},
		{name: "sudo", env: map[string]string{"SUDO_UID": "1000", "SUDO_GID": "1001"}, want: "ann 1000 1001 asked"},
		{name: "sudo of a user without entry", env: map[string]string{"SUDO_UID": "7", "SUDO_GID": "8"}, want: "7 7 8 asked"},
		{name: "sudo of root", env: map[string]string{"SUDO_UID": "0", "SUDO_GID": "0"}, want: "nobody 65534 65533 "},
		{name: "sudo with nonsense", env: map[string]string{"SUDO_UID": "-1", "SUDO_GID": "x"}, want: "nobody 65534 65533 "},
		{name: "root", want: "nobody 65534 65533 "},
		{name: "root where nobody has no entry", noUsers: true, want: "nobody 65534 65534 "},
		{name: "-Z", asked: "ann", want: "ann 1000 1001 asked"},
		{name: "-Z over sudo", asked: "nobody", env: map[string]string{"SUDO_UID": "1000", "SUDO_GID": "1001"}, want: "nobody 65534 65533 asked"},
		{name: "-Z root", asked: "root", env: map[string]string{"SUDO_UID": "1000", "SUDO_GID": "1001"}, want: "none"},
		{name: "-Z of nobody known", asked: "x\x1b", want: `Couldn't find user 'x\x1b'`},
		{name: "set-user-ID", uid: 1000, want: "ann 1000 77 asked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			find := func(match func(*user.User) bool) (*user.User, error) {
				for _, u := range users {
					if match(u) && !c.noUsers {
						return u, nil
					}
				}
				return nil, errors.New("unknown")
			}
			m := machine{
				uid: c.uid, gid: 77, euid: c.euid,
				getenv: func(key string) string { return c.env[key] },
				lookup: func(name string) (*user.User, error) {
					return find(func(u *user.User) bool { return u.Username == name })
				},
				lookupID: func(uid string) (*user.User, error) { return find(func(u *user.User) bool { return u.Uid == uid }) },
			}
			id, err := m.choose(c.asked)
			got := "none"
			switch {
			case err != nil:
				got = err.Error()
			case id != nil:
				got = fmt.Sprintf("%s %d %d %s", id.Name, id.UID, id.GID, map[bool]string{true: "asked"}[id.Asked])
			}
			if got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

func TestFolderOfFilesToBeMade(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root has rights to give up")
	}
	t.Setenv("SUDO_UID", "")
	dir := t.TempDir()
	if id, err := Choose("", dir); id != nil || err != nil {
		t.Errorf("in a folder of root: %+v, %v", id, err)
	}
	if err := os.Chown(dir, 1234, 1235); err != nil {
		t.Fatal(err)
	}
	if id, err := Choose("", dir); err != nil || id == nil || id.UID != 1234 || id.GID != 1235 {
		t.Errorf("in a folder of a user: %+v, %v", id, err)
	}
	t.Setenv("SUDO_UID", "99")
	t.Setenv("SUDO_GID", "98")
	if id, err := Choose("", dir); err != nil || id == nil || id.UID != 99 {
		t.Errorf("behind sudo: %+v, %v", id, err)
	}
}
