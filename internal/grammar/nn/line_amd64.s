#include "textflag.h"

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
