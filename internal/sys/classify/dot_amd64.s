#include "textflag.h"

// HALF adds to the sums in Y0 to Y3, each of two rows, the products of X with half
// a part of eight rows, at V.
#define HALF(V, X) \
	VPMOVSXBD V(R10), Y4 \
	VPMOVSXBD V+8(R10), Y5 \
	VPMOVSXBD V+16(R10), Y6 \
	VPMOVSXBD V+24(R10), Y7 \
	VCVTDQ2PS Y4, Y4 \
	VCVTDQ2PS Y5, Y5 \
	VCVTDQ2PS Y6, Y6 \
	VCVTDQ2PS Y7, Y7 \
	VMULPS X, Y4, Y4 \
	VMULPS X, Y5, Y5 \
	VMULPS X, Y6, Y6 \
	VMULPS X, Y7, Y7 \
	VADDPS Y4, Y0, Y0 \
	VADDPS Y5, Y1, Y1 \
	VADDPS Y6, Y2, Y2 \
	VADDPS Y7, Y3, Y3

// func dots8(sums *[8][4]float32, x *float32, parts *int32, n int, v *byte)
TEXT ·dots8(SB), NOSPLIT, $0-40
	MOVQ sums+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ parts+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ v+32(FP), R9
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
part:
	MOVLQSX (DX), R8
	VBROADCASTF128 (SI)(R8*4), Y8
	VBROADCASTF128 16(SI)(R8*4), Y9
	LEAQ (R9)(R8*8), R10
	HALF(0, Y8)
	HALF(32, Y9)
	ADDQ $4, DX
	DECQ CX
	JNE part
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VZEROUPPER
	RET
