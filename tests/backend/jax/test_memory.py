"""Memory that freed arrays leave to later ones."""
import subprocess
import sys

import pytest

USE = """
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from keras import backend  # noqa: F401
import numpy as np

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    np.ones(2 ** 24, 'float32')
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

others = ThreadPoolExecutor(1)
for _ in range(2):
    print(faults(), others.submit(faults).result())
"""


@pytest.mark.skipif(sys.platform != 'linux', reason='only glibc has these limits')
@pytest.mark.parametrize('limit, is_kept', [(None, True), ('100000', False)])
def test_pages_of_freed_arrays_are_used_again(limit, is_kept, monkeypatch):
    for name in ('MALLOC_TRIM_THRESHOLD_', 'MALLOC_MMAP_THRESHOLD_', 'MALLOC_ARENA_MAX',
                 'GLIBC_TUNABLES'):
        monkeypatch.delenv(name, raising=False)
    if limit:
        monkeypatch.setenv('MALLOC_TRIM_THRESHOLD_', limit)
    monkeypatch.setenv('NUMPY_MADVISE_HUGEPAGE', '0')  # a huge page is a single fault
    found = subprocess.run([sys.executable, '-c', USE], stdout=subprocess.PIPE, check=True)
    first, again = [[int(x) for x in line.split()] for line in found.stdout.splitlines()]
    # 64 MB are 16,384 pages of 4 KB.
    assert [x < 100 for x in again] == [is_kept, is_kept], (first, again)
