package privilege

import "golang.org/x/sys/unix"

// capable says whether this thread has capabilities left.
func capable() bool {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return true
	}
	return data[0].Effective|data[0].Permitted|data[1].Effective|data[1].Permitted != 0
}
