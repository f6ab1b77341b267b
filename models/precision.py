"""The number format a model runs in, decided once at load.

bfloat16 halves memory and, where the processor multiplies it natively, doubles speed. Elsewhere it is emulated and
slower than float32, so float32 is used.
"""

from __future__ import annotations

from typing import Literal

import torch

Precision = Literal["auto", "float32", "bfloat16"]

# As torch names them: x86 servers and desktops, then ARM.
_NATIVE_BFLOAT16 = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")


def dtype_of(precision: Precision) -> torch.dtype:
    """The dtype asked for; with "auto", the fastest one this processor has."""
    if precision == "auto":
        precision = "bfloat16" if has_native_bfloat16() else "float32"
    return torch.bfloat16 if precision == "bfloat16" else torch.float32


def has_native_bfloat16() -> bool:
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in _NATIVE_BFLOAT16)
