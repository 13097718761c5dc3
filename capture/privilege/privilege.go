package privilege

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"

	"tcpshake/capture/internal/escape"
)

// Identity is who root becomes.
type Identity struct {
	// Name is the user's name, or his number where he has none.
	Name     string
	UID, GID int
	groups   []int
	home     string // "" when it is not known
	// Asked is set when the user was named or is the one behind sudo, and not
	// merely nobody in particular.
	Asked bool
}

// Error says that the rights could not be given up.
type Error struct {
	Text string
	hint string
}

// Error gives the text.
func (e *Error) Error() string { return e.Text }

// Hints are lines for the user.
func (e *Error) Hints() []string {
	if e.hint == "" {
		return nil
	}
	return []string{e.hint}
}

// machine is what choosing asks; tests replace it.
type machine struct {
	uid, gid, euid int
	getenv         func(string) string
	lookup         func(name string) (*user.User, error)
	lookupID       func(uid string) (*user.User, error)
}

func thisMachine() machine {
	return machine{os.Getuid(), os.Getgid(), os.Geteuid(), os.Getenv, user.Lookup, user.LookupId}
}

// Choose finds who to become: the user of that name, else the user behind sudo or
// a set-user-ID bit, else nobody. folder is where files will still have to be
// made, "" when none will: there, instead of nobody it is the owner of the
// folder. It returns nil when there is nothing to give up: without root's rights,
// when root is named, and when root alone works in a folder of his own.
func Choose(name, folder string) (*Identity, error) {
	m := thisMachine()
	id, err := m.choose(name)
	if err != nil || id == nil || id.Asked || folder == "" {
		return id, err
	}
	return m.ownerOf(folder), nil
}

func (m machine) ownerOf(folder string) *Identity {
	info, err := os.Stat(folder)
	if err != nil {
		return m.nobody() // making the file will tell
	}
	there, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return m.nobody()
	}
	return m.numbered(strconv.Itoa(int(there.Uid)), strconv.Itoa(int(there.Gid)))
}

func (m machine) choose(name string) (*Identity, error) {
	if m.euid != 0 {
		return nil, nil
	}
	if name != "" {
		return m.named(name)
	}
	if m.uid != 0 {
		return m.numbered(strconv.Itoa(m.uid), strconv.Itoa(m.gid)), nil
	}
	if uid := m.getenv("SUDO_UID"); uid != "" && uid != "0" {
		if id := m.numbered(uid, m.getenv("SUDO_GID")); id != nil {
			return id, nil
		}
	}
	return m.nobody(), nil
}

func (m machine) named(name string) (*Identity, error) {
	found, err := m.lookup(name)
	if err != nil {
		return nil, &Error{Text: fmt.Sprintf("Couldn't find user '%s'", escape.Text(name))}
	}
	id := identity(found)
	if id == nil || id.UID == 0 {
		return nil, nil
	}
	return id, nil
}

// numbered is a user by his numbers; he need not be in the user database. It is
// nil when they are no numbers, or root's.
func (m machine) numbered(uid, gid string) *Identity {
	u, uidErr := strconv.ParseUint(uid, 10, 31)
	g, gidErr := strconv.ParseUint(gid, 10, 31)
	if uidErr != nil || gidErr != nil || u == 0 {
		return nil
	}
	id := &Identity{Name: uid, UID: int(u), GID: int(g), groups: []int{int(g)}, Asked: true}
	if found, err := m.lookupID(uid); err == nil {
		id.Name, id.home = found.Username, found.HomeDir
		id.groups = append(id.groups, groups(found, id.GID)...)
	}
	return id
}

// nobody owns no files; its number is the same on most systems.
func (m machine) nobody() *Identity {
	const overflow = 65534
	id := &Identity{Name: "nobody", UID: overflow, GID: overflow, groups: []int{overflow}}
	if found, err := m.lookup("nobody"); err == nil {
		if known := identity(found); known != nil && known.UID > 0 {
			known.Asked = false
			return known
		}
	}
	return id
}

// identity reads an entry of the user database; nil when its numbers are none.
func identity(found *user.User) *Identity {
	uid, uidErr := strconv.Atoi(found.Uid)
	gid, gidErr := strconv.Atoi(found.Gid)
	if uidErr != nil || gidErr != nil {
		return nil
	}
	return &Identity{
		Name: found.Username, UID: uid, GID: gid, home: found.HomeDir, Asked: true,
		groups: append([]int{gid}, groups(found, gid)...),
	}
}

// groups are a user's other groups: he may write where they may.
func groups(found *user.User, but int) []int {
	ids, err := found.GroupIds()
	if err != nil {
		return nil
	}
	var out []int
	for _, id := range ids {
		if n, err := strconv.Atoi(id); err == nil && n != but {
			out = append(out, n)
		}
	}
	return out
}
