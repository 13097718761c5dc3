package bpf

import "encoding/binary"

// memory is how many words of scratch memory a program has (BPF_MEMWORDS).
const memory = 16

// Machine runs one program over many packets, with libpcap's results. A word
// that is not in the captured bytes ends the program with 0, and so does a
// division by 0.
type Machine struct {
	program []Instruction
	scratch [memory]uint32
}

// NewMachine returns a machine for a program; ok is false when the program has
// an instruction that means something to a kernel only, or that jumps out of the
// program, loops, or does not end.
func NewMachine(program []Instruction) (m *Machine, ok bool) {
	for at, in := range program {
		if !valid(program, at, in) {
			return nil, false
		}
	}
	if n := len(program); n == 0 || program[n-1].Code&0x07 != classRET {
		return nil, false
	}
	return &Machine{program: program}, true
}

// valid says whether an instruction can be run: it is known, reads packet data or
// memory that exists, and jumps forward to an instruction.
func valid(program []Instruction, at int, in Instruction) bool {
	if _, known := wordsOf(in.Code); !known {
		return false
	}
	left := uint64(len(program) - at - 1)
	switch in.Code & 0x07 {
	case classLD, classLDX:
		switch in.Code & 0xe0 {
		case modeMEM:
			return in.K < memory
		case modeABS:
			// Places below zero are the kernel's own data.
			return int32(in.K) >= 0
		}
	case classST, classSTX:
		return in.K < memory
	case classJMP:
		if in.Code&0xf0 == opJA {
			return uint64(in.K) < left
		}
		return uint64(in.True) < left && uint64(in.False) < left
	}
	return true
}

// Match runs the program over the captured bytes of a packet and its length on
// the wire, and says whether the packet passes.
func (m *Machine) Match(data []byte, length int) bool {
	return m.run(data, uint32(length)) != 0
}

func (m *Machine) run(data []byte, length uint32) uint32 {
	var a, x uint32
	program := m.program
	for at := 0; at < len(program); at++ {
		in := &program[at]
		k := in.K
		switch in.Code {
		case classRET | srcK:
			return k
		case classRET | retA:
			return a

		case classLD | sizeW | modeABS:
			if uint64(k)+4 > uint64(len(data)) {
				return 0
			}
			a = binary.BigEndian.Uint32(data[k:])
		case classLD | sizeH | modeABS:
			if uint64(k)+2 > uint64(len(data)) {
				return 0
			}
			a = uint32(binary.BigEndian.Uint16(data[k:]))
		case classLD | sizeB | modeABS:
			if uint64(k) >= uint64(len(data)) {
				return 0
			}
			a = uint32(data[k])
		case classLDX | sizeB | modeMSH:
			if uint64(k) >= uint64(len(data)) {
				return 0
			}
			x = uint32(data[k]&0xf) << 2

		case classJMP | opJEQ | srcK:
			at += in.skip(a == k)
		case classJMP | opJGT | srcK:
			at += in.skip(a > k)
		case classJMP | opJGE | srcK:
			at += in.skip(a >= k)
		case classJMP | opJSET | srcK:
			at += in.skip(a&k != 0)
		case classJMP | opJA:
			at += int(k)

		case classALU | opAND | srcK:
			a &= k
		case classMISC | miscTAX:
			x = a
		case classMISC | miscTXA:
			a = x

		default:
			var ok bool
			a, x, ok = m.rare(in, a, x, data, length)
			if !ok {
				return 0
			}
			at += in.skipX(a, x)
		}
	}
	return 0
}

// skip is how many instructions a comparison leaves out.
func (in *Instruction) skip(yes bool) int {
	if yes {
		return int(in.True)
	}
	return int(in.False)
}

// skipX is skip for the comparisons of the two registers, 0 for everything else.
func (in *Instruction) skipX(a, x uint32) int {
	switch in.Code {
	case classJMP | opJEQ | srcX:
		return in.skip(a == x)
	case classJMP | opJGT | srcX:
		return in.skip(a > x)
	case classJMP | opJGE | srcX:
		return in.skip(a >= x)
	case classJMP | opJSET | srcX:
		return in.skip(a&x != 0)
	}
	return 0
}

// rare runs what filters seldom hold. It returns the registers, and false when
// the packet is rejected.
func (m *Machine) rare(in *Instruction, a, x uint32, data []byte, length uint32) (newA, newX uint32, ok bool) {
	switch in.Code & 0x07 {
	case classLD:
		a, ok = m.load(in, x, data, length)
		return a, x, ok
	case classLDX:
		return a, m.loadX(in), true
	case classST:
		m.scratch[in.K] = a
	case classSTX:
		m.scratch[in.K] = x
	case classALU:
		operand := in.K
		if in.Code&srcX != 0 {
			operand = x
		}
		a, ok = compute(in.Code&0xf0, a, operand)
		return a, x, ok
	}
	return a, x, true
}

// load does the loads into A that depend on X, memory and length.
func (m *Machine) load(in *Instruction, x uint32, data []byte, length uint32) (uint32, bool) {
	switch in.Code {
	case classLD | modeIMM:
		return in.K, true
	case classLD | modeLEN:
		return length, true
	case classLD | modeMEM:
		return m.scratch[in.K], true
	}
	// The sum wraps round, as in C: X below zero is a place before K.
	place := uint64(x + in.K)
	have := uint64(len(data))
	if uint64(in.K) > have || uint64(x) > have-uint64(in.K) {
		return 0, false
	}
	switch in.Code & 0x18 {
	case sizeH:
		if place+2 > have {
			return 0, false
		}
		return uint32(binary.BigEndian.Uint16(data[place:])), true
	case sizeB:
		if place >= have {
			return 0, false
		}
		return uint32(data[place]), true
	}
	if place+4 > have {
		return 0, false
	}
	return binary.BigEndian.Uint32(data[place:]), true
}

func (m *Machine) loadX(in *Instruction) uint32 {
	if in.Code == classLDX|modeMEM {
		return m.scratch[in.K]
	}
	return in.K
}

// compute does arithmetic; a shift by 32 or more gives 0.
func compute(op uint16, a, k uint32) (uint32, bool) {
	switch op {
	case opADD:
		return a + k, true
	case opSUB:
		return a - k, true
	case opMUL:
		return a * k, true
	case opDIV:
		if k == 0 {
			return 0, false
		}
		return a / k, true
	case opMOD:
		if k == 0 {
			return 0, false
		}
		return a % k, true
	case opAND:
		return a & k, true
	case opOR:
		return a | k, true
	case opXOR:
		return a ^ k, true
	case opLSH:
		return a << k, true
	case opRSH:
		return a >> k, true
	}
	return -a, true // opNEG
}
