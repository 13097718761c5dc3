package savefile

import "runtime"

// linkTypeInFiles gives the number that a link type has in files (LINKTYPE_),
// which is that of the DLT but for a few that differ between systems. Of those,
// only raw IP can carry TCP to us.
func linkTypeInFiles(dlt int) int {
	const (
		dltRaw, dltRawOpenBSD   = 12, 14
		dltLoopOpenBSD          = 12
		linkTypeRaw, linkedLoop = 101, 108
	)
	switch {
	case runtime.GOOS == "openbsd" && dlt == dltLoopOpenBSD:
		return linkedLoop
	case runtime.GOOS == "openbsd" && dlt == dltRawOpenBSD:
		return linkTypeRaw
	case runtime.GOOS != "openbsd" && dlt == dltRaw:
		return linkTypeRaw
	}
	return dlt
}
