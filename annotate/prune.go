package annotate

// better lists findings that say more than others about the same segment.
var better = [...]struct {
	kind  FindingKind
	drops []FindingKind
}{
	{FindingChallengeACK, []FindingKind{FindingDupAck, FindingDupAckHarmless, FindingWindowUpdate}},
	{FindingFINRetransmission, []FindingKind{FindingRetransmission, FindingFastRetransmission, FindingSpuriousRetransmission}},
	{FindingACKMismatch, []FindingKind{FindingAckedUnseen}},
	{FindingFINNotCaptured, []FindingKind{FindingAckedUnseen}},
}

// prune drops findings of which another one says more.
func (fs *findings) prune() {
	if fs.n < 2 {
		return
	}
	for i := range better {
		if fs.has(better[i].kind) {
			for _, k := range better[i].drops {
				fs.drop(k)
			}
		}
	}
}
