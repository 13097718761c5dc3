package annotate

// ResetReason is the likely reason of a RST.
type ResetReason uint8
