"""Memory that freed arrays leave to later ones."""
import subprocess
import sys

import pytest

USE = """
import resource
from keras import backend  # noqa: F401
import numpy as np

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    np.ones(2 ** 24, 'float32')
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

faults()
print(faults())
"""


@pytest.mark.skipif(sys.platform != 'linux', reason='only glibc has these limits')
@pytest.mark.parametrize('limit, is_kept', [(None, True), ('100000', False)])
def test_pages_of_freed_arrays_are_used_again(limit, is_kept, monkeypatch):
    for name in ('MALLOC_TRIM_THRESHOLD_', 'MALLOC_MMAP_THRESHOLD_', 'GLIBC_TUNABLES'):
        monkeypatch.delenv(name, raising=False)
    if limit:
        monkeypatch.setenv('MALLOC_TRIM_THRESHOLD_', limit)
    monkeypatch.setenv('NUMPY_MADVISE_HUGEPAGE', '0')  # a huge page is a single fault
    found = subprocess.run([sys.executable, '-c', USE], stdout=subprocess.PIPE, check=True)
    # 64 MB are 16,384 pages of 4 KB.
    assert (int(found.stdout) < 100) is is_kept
