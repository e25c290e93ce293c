#include "textflag.h"

// func add8(x *float32, v *byte, n int, f float32)
// x += f*v, each product and sum rounded alone; v are signed, n is a multiple of 8, not 0
TEXT ·add8(SB), NOSPLIT, $0-28
	MOVQ x+0(FP), DI
	MOVQ v+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS f+24(FP), Y2
each:
	VPMOVSXBD (SI), Y0
	VCVTDQ2PS Y0, Y0
	VMULPS Y2, Y0, Y0
	VADDPS (DI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $8, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JG each
	VZEROUPPER
	RET
