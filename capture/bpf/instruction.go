package bpf

// Instruction is one instruction of classic BPF.
type Instruction struct {
	Code        uint16
	True, False uint8 // instructions to skip after a comparison
	K           uint32
}
