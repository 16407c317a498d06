"""Which instructions the Intel library inside CNTK uses.

MKL takes its slowest code on processors of other makers, whatever they can do: on those of AMD,
convolutions and matrix products then take two to three times as long. The environment variable
MKL_DEBUG_CPU_TYPE, read at its first use, tells it better.
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
            # The first processor speaks for the others; Linux takes its time over many.
            kind = mkl_type(''.join(itertools.takewhile(str.strip, file)))
    except OSError:  # not Linux
        return
    if kind is not None:
        os.environ['MKL_DEBUG_CPU_TYPE'] = kind


def mkl_type(cpuinfo):
    """Returns the value that suits a processor, None if MKL chooses well by itself.

    Args:
        cpuinfo: string, as Linux has it in /proc/cpuinfo.
    """
    lines = (line.partition(':') for line in cpuinfo.split('\n'))
    about = {name.strip(): value.split() for name, _, value in lines}
    if about.get('vendor_id') != ['AuthenticAMD']:
        return None
    flags = set(about.get('flags', ()))
    return next((kind for kind, needed in _NEEDED if needed <= flags), None)
