"""Data sets are read from an empty cache, without a network."""
import os

import pytest
from dataset_files import all_sources


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Path of the folder `datasets` in the cache. No address of a data set answers."""
    monkeypatch.setenv('KERAS_HOME', str(tmp_path))
    monkeypatch.setenv('no_proxy', '127.0.0.1')
    for source in all_sources():
        monkeypatch.setattr(source, 'urls', ('http://127.0.0.1:1/' + source.name,))
    os.makedirs(str(tmp_path / 'datasets'))
    return tmp_path / 'datasets'
