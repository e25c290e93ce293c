#include "textflag.h"

DATA signs<>+0(SB)/4, $0x80000000
GLOBL signs<>(SB), RODATA, $4
DATA half<>+0(SB)/4, $0x3f000000
GLOBL half<>(SB), RODATA, $4

// func maxAbs8(x *float32, n int) float32
// the largest size of n numbers; n is a multiple of 8, not 0
TEXT ·maxAbs8(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	VBROADCASTSS signs<>(SB), Y3
	VXORPS Y0, Y0, Y0
each:
	VMOVUPS (SI), Y1
	VANDNPS Y1, Y3, Y1
	VMAXPS Y1, Y0, Y0
	ADDQ $32, SI
	SUBQ $8, CX
	JG each
	VEXTRACTF128 $1, Y0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0x4E, X0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0xB1, X0, X1
	VMAXPS X1, X0, X0
	VMOVSS X0, ret+16(FP)
	VZEROUPPER
	RET

// func round8(q *int16, x *float32, n int, f float32)
// q = x*f to the nearest whole number, halves away from zero, as round does
TEXT ·round8(SB), NOSPLIT, $0-28
	MOVQ q+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS f+24(FP), Y4
	VBROADCASTSS signs<>(SB), Y3
	VBROADCASTSS half<>(SB), Y2
each:
	VMULPS (SI), Y4, Y0
	VANDPS Y3, Y0, Y1
	VORPS Y2, Y1, Y1
	VADDPS Y1, Y0, Y0
	VCVTTPS2DQ Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW X1, X0, X0
	VMOVDQU X0, (DI)
	ADDQ $32, SI
	ADDQ $16, DI
	SUBQ $8, CX
	JG each
	VZEROUPPER
	RET
