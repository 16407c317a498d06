"""The instruction set that the Intel library in CNTK uses.

MKL runs its slowest code on processors of other manufacturers, whatever they support: on AMD's,
convolutions and matrix products take two to three times as long as necessary. The environment
variable MKL_DEBUG_CPU_TYPE, which is read when MKL is first used, changes that.
"""
import itertools
import os

_WITH_AVX2, _WITH_AVX512 = '5', '7'
_NEEDED = (
    (_WITH_AVX512, {'avx512f', 'avx512cd', 'avx512bw', 'avx512dq', 'avx512vl', 'avx2', 'fma'}),
    (_WITH_AVX2, {'avx2', 'fma'}),
)


def tell_mkl():
    """Sets the variable for this process, unless the user has set it."""
    if 'MKL_DEBUG_CPU_TYPE' in os.environ:
        return
    try:
        with open('/proc/cpuinfo') as file:
            # Only the first processor is read, because reading many takes Linux a while.
            kind = mkl_type(''.join(itertools.takewhile(str.strip, file)))
    except OSError:  # not Linux
        return
    if kind is not None:
        os.environ['MKL_DEBUG_CPU_TYPE'] = kind


def mkl_type(cpuinfo):
    """Returns the best value for a processor, or None if MKL's own choice is good.

    Args:
        cpuinfo: string, the contents of Linux's /proc/cpuinfo.
    """
    lines = (line.partition(':') for line in cpuinfo.split('\n'))
    about = {name.strip(): value.split() for name, _, value in lines}
    if about.get('vendor_id') != ['AuthenticAMD']:
        return None
    flags = set(about.get('flags', ()))
    return next((kind for kind, needed in _NEEDED if needed <= flags), None)
