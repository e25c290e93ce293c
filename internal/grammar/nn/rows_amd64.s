#include "textflag.h"

// func addRow8(x *float32, v *byte, n int, f float32)
// x += f*v, each product and sum rounded alone; v are signed, n is a multiple of 8, not 0
TEXT ·addRow8(SB), NOSPLIT, $0-28
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

// func line8(out *float32, acc *int32, scale, bias *float32, n int)
// out = acc*scale + bias, each product and sum rounded alone; n is a multiple of 8, not 0
TEXT ·line8(SB), NOSPLIT, $0-40
	MOVQ out+0(FP), DI
	MOVQ acc+8(FP), SI
	MOVQ scale+16(FP), R8
	MOVQ bias+24(FP), R9
	MOVQ n+32(FP), CX
	XORQ DX, DX
next:
	VCVTDQ2PS (SI)(DX*4), Y0
	VMULPS (R8)(DX*4), Y0, Y0
	VADDPS (R9)(DX*4), Y0, Y0
	VMOVUPS Y0, (DI)(DX*4)
	ADDQ $8, DX
	CMPQ DX, CX
	JLT next
	VZEROUPPER
	RET
