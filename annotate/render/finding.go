package render

import "tcpshake/annotate"

// The text and the severity of a finding belong to package annotate; until its
// table is there a finding shows its number.

func findingSeverity(*annotate.Finding) annotate.Severity { return annotate.Note }

func appendFindingText(dst []byte, f *annotate.Finding) []byte {
	return appendHex(append(dst, "finding "...), uint32(f.Kind), 2)
}
