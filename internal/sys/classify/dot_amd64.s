#include "textflag.h"

// ROW adds to the four sums of X the eight products of Y8 with the bytes at V,
// the first four before the others, each rounded: as the portable code does.
#define ROW(V, X) \
	VPMOVSXBD (V)(R8*1), Y9 \
	VCVTDQ2PS Y9, Y9 \
	VMULPS Y8, Y9, Y9 \
	VADDPS X9, X, X \
	VEXTRACTF128 $1, Y9, X9 \
	VADDPS X9, X, X

// func dots4(sums *[4][4]float32, x *float32, parts *int32, n int, v *byte, cols int)
TEXT ·dots4(SB), NOSPLIT, $0-48
	MOVQ sums+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ parts+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ v+32(FP), R9
	MOVQ cols+40(FP), R13
	LEAQ (R9)(R13*1), R10
	LEAQ (R10)(R13*1), R11
	LEAQ (R11)(R13*1), R12
	VXORPS X0, X0, X0
	VXORPS X1, X1, X1
	VXORPS X2, X2, X2
	VXORPS X3, X3, X3
part:
	MOVLQSX (DX), R8
	VMOVUPS (SI)(R8*4), Y8
	ROW(R9, X0)
	ROW(R10, X1)
	ROW(R11, X2)
	ROW(R12, X3)
	ADDQ $4, DX
	DECQ CX
	JNE part
	VMOVUPS X0, (DI)
	VMOVUPS X1, 16(DI)
	VMOVUPS X2, 32(DI)
	VMOVUPS X3, 48(DI)
	VZEROUPPER
	RET
