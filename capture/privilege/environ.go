package privilege

import (
	"os/user"
	"path/filepath"
	"strings"
)

// Environ is env, the environment of root, for a program that runs as the user: sudo
// has put root's name and home there, where the user may neither read his
// configuration nor keep a cache. What names somebody else, as with "sudo -E",
// stays. A nil id, and a user without an entry in the user database, change nothing.
func (id *Identity) Environ(env []string) []string {
	root, err := user.LookupId("0")
	if err != nil {
		root = &user.User{Username: "root", HomeDir: "/root"}
	}
	return id.environ(env, root)
}

func (id *Identity) environ(env []string, root *user.User) []string {
	if id == nil || id.home == "" {
		return env
	}
	out := make([]string, 0, len(env))
	for _, variable := range env {
		switch key, value, _ := strings.Cut(variable, "="); {
		case key == "HOME" && filepath.Clean(value) == filepath.Clean(root.HomeDir):
			variable = "HOME=" + id.home
		case (key == "USER" || key == "LOGNAME") && value == root.Username:
			variable = key + "=" + id.Name
		}
		out = append(out, variable)
	}
	return out
}
