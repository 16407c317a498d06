"""What the Intel library is told about the processor."""
import os
import subprocess
import sys

from keras.backend.cntk_backend.processor import mkl_type

AVX512 = 'avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl'


def cpuinfo(vendor, flags):
    one = 'processor\t: 0\nvendor_id\t: %s\nmodel name\t: X: 2\nflags\t\t: %s\n' % (vendor, flags)
    return one + '\n' + one


def test_amd_processors_need_telling():
    assert mkl_type(cpuinfo('AuthenticAMD', 'fpu sse2 ' + AVX512)) == '7'
    assert mkl_type(cpuinfo('AuthenticAMD', 'fpu avx2 fma')) == '5'
    assert mkl_type(cpuinfo('AuthenticAMD', 'fpu avx2 fma avx512f')) == '5'


def test_others_do_not():
    assert mkl_type(cpuinfo('AuthenticAMD', 'fpu sse2 avx')) is None
    assert mkl_type(cpuinfo('GenuineIntel', AVX512)) is None
    assert mkl_type('processor\t: 0\nBogoMIPS\t: 50\n') is None
    assert mkl_type('') is None


def test_what_the_user_set_stays():
    code = 'import os, keras.backend; print(os.environ["MKL_DEBUG_CPU_TYPE"])'
    environment = dict(os.environ, KERAS_BACKEND='cntk', MKL_DEBUG_CPU_TYPE='3')
    printed = subprocess.run([sys.executable, '-c', code], env=environment,
                             stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
    assert printed.split()[-1] == '3'
