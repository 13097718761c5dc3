package bpf

import "fmt"

// operand forms, as tcpdump -d prints them.
const (
	formNone  = ""
	formDec   = "#%d"
	formHex   = "#0x%x"
	formAbs   = "[%d]"
	formInd   = "[x + %d]"
	formMem   = "M[%d]"
	formMSH   = "4*([%d]&0xf)"
	formLen   = "#pktlen"
	formX     = "x"
	formPlace = "%d"
)

// Places of the VLAN tag in Linux's own data about a frame (SKF_AD_OFF and what
// follows it in linux/filter.h).
const (
	vlanTag     = -0x1000 + 44
	vlanPresent = -0x1000 + 48
)

// words are the name of an instruction and the form of its operand.
type words struct{ name, form string }

// wordsOf gives the words of a code; ok is false for codes that mean nothing.
func wordsOf(code uint16) (w words, ok bool) {
	if code > 0xff {
		return words{}, false
	}
	switch code & 0x07 {
	case classLD, classLDX:
		return loadWords(code)
	case classST:
		return words{"st", formMem}, code == classST
	case classSTX:
		return words{"stx", formMem}, code == classSTX
	case classALU:
		return aluWords(code)
	case classJMP:
		return jumpWords(code)
	case classRET:
		return returnWords(code)
	}
	switch code {
	case classMISC | miscTAX:
		return words{"tax", formNone}, true
	case classMISC | miscTXA:
		return words{"txa", formNone}, true
	}
	return words{}, false
}

func loadWords(code uint16) (words, bool) {
	switch code {
	case classLD | sizeW | modeABS:
		return words{"ld", formAbs}, true
	case classLD | sizeH | modeABS:
		return words{"ldh", formAbs}, true
	case classLD | sizeB | modeABS:
		return words{"ldb", formAbs}, true
	case classLD | sizeW | modeIND:
		return words{"ld", formInd}, true
	case classLD | sizeH | modeIND:
		return words{"ldh", formInd}, true
	case classLD | sizeB | modeIND:
		return words{"ldb", formInd}, true
	case classLD | modeIMM:
		return words{"ld", formHex}, true
	case classLD | modeLEN:
		return words{"ld", formLen}, true
	case classLD | modeMEM:
		return words{"ld", formMem}, true
	case classLDX | modeIMM:
		return words{"ldx", formHex}, true
	case classLDX | modeMEM:
		return words{"ldx", formMem}, true
	case classLDX | sizeB | modeMSH:
		return words{"ldxb", formMSH}, true
	}
	return words{}, false
}

func aluWords(code uint16) (words, bool) {
	if code == classALU|opNEG {
		return words{"neg", formNone}, true
	}
	form := formDec
	var name string
	switch code & 0xf0 {
	case opADD:
		name = "add"
	case opSUB:
		name = "sub"
	case opMUL:
		name = "mul"
	case opDIV:
		name = "div"
	case opMOD:
		name = "mod"
	case opLSH:
		name = "lsh"
	case opRSH:
		name = "rsh"
	case opAND:
		name, form = "and", formHex
	case opOR:
		name, form = "or", formHex
	case opXOR:
		name, form = "xor", formHex
	default:
		return words{}, false
	}
	if code&srcX != 0 {
		form = formX
	}
	return words{name, form}, true
}

func jumpWords(code uint16) (words, bool) {
	form := formHex
	if code&srcX != 0 {
		form = formX
	}
	switch code & 0xf0 {
	case opJA:
		return words{"ja", formPlace}, code == classJMP|opJA
	case opJEQ:
		return words{"jeq", form}, true
	case opJGT:
		return words{"jgt", form}, true
	case opJGE:
		return words{"jge", form}, true
	case opJSET:
		return words{"jset", form}, true
	}
	return words{}, false
}

func returnWords(code uint16) (words, bool) {
	switch code {
	case classRET | srcK:
		return words{"ret", formDec}, true
	case classRET | retA:
		return words{"ret", formNone}, true
	}
	return words{}, false
}

// AppendText appends a program as tcpdump -d prints it.
func AppendText(b []byte, program []Instruction) []byte {
	for i, in := range program {
		b = append(appendInstruction(b, i, in), '\n')
	}
	return b
}

func appendInstruction(b []byte, at int, in Instruction) []byte {
	w, ok := wordsOf(in.Code)
	if !ok {
		return fmt.Appendf(b, "(%03d) %-8s #0x%x", at, "unimp", in.Code)
	}
	operand := w.operand(at, in)
	if in.Code&0x07 != classJMP || in.Code&0xf0 == opJA {
		return fmt.Appendf(b, "(%03d) %-8s %s", at, w.name, operand)
	}
	return fmt.Appendf(b, "(%03d) %-8s %-16s jt %d\tjf %d", at, w.name, operand, at+1+int(in.True), at+1+int(in.False))
}

func (w words) operand(at int, in Instruction) string {
	switch w.form {
	case formNone, formLen, formX:
		return w.form
	case formHex:
		return fmt.Sprintf(w.form, in.K)
	case formPlace:
		return fmt.Sprintf(w.form, at+1+int(int32(in.K)))
	}
	// Negative offsets are those of Linux's ancillary data (SKF_AD_OFF), by which
	// libpcap reads the VLAN tag that the kernel has taken out of the frame.
	switch place := int32(in.K); {
	case w.form == formAbs && place == vlanTag:
		return "[vlan_tci]"
	case w.form == formAbs && place == vlanPresent:
		return "[vlanp]"
	default:
		return fmt.Sprintf(w.form, place)
	}
}

// AppendC appends a program as tcpdump -dd prints it: lines of an array in C.
func AppendC(b []byte, program []Instruction) []byte {
	for _, in := range program {
		b = fmt.Appendf(b, "{ 0x%x, %d, %d, 0x%08x },\n", in.Code, in.True, in.False, in.K)
	}
	return b
}

// AppendNumbers appends a program as tcpdump -ddd prints it: how many
// instructions there are, then a line of numbers for each.
func AppendNumbers(b []byte, program []Instruction) []byte {
	b = fmt.Appendf(b, "%d\n", len(program))
	for _, in := range program {
		b = fmt.Appendf(b, "%d %d %d %d\n", in.Code, in.True, in.False, in.K)
	}
	return b
}
