"""Which processes train together, as the environment describes them."""
import json
import os
from typing import List, NamedTuple

from keras.utils.process_groups import on_same_host

_VARIABLE = 'TF_CONFIG'
_EXAMPLE = ('{"cluster": {"worker": ["10.0.0.1:2222", "10.0.0.2:2222"]}, '
            '"task": {"type": "worker", "index": 0}}')


class Cluster(NamedTuple):
    """The processes that train together.

    Args:
        addresses: list of strings `'host:port'`, one for each worker; empty for a single process
            without a cluster.
        rank: int, the place of this process in the list.
    """

    addresses: List[str] = []
    rank: int = 0

    @property
    def size(self):
        return max(len(self.addresses), 1)

    @property
    def local_size(self):
        """The number of workers on this machine."""
        return len(self._local)

    @property
    def local_rank(self):
        """The place of this process among the workers on this machine."""
        return self._local.index(self.rank)

    @property
    def _local(self):
        return on_same_host(self.addresses, self.rank) if self.addresses else [0]


def from_environment():
    """Returns the `Cluster` that the variable `TF_CONFIG` describes.

    Raises:
        ValueError: if its content cannot be understood.
    """
    text = os.environ.get(_VARIABLE, '').strip()
    if not text:
        return Cluster()
    try:
        config = json.loads(text)
        jobs, task = dict(config.get('cluster') or {}), dict(config.get('task') or {})
    except (ValueError, TypeError, AttributeError) as error:
        raise _refused('it is not JSON of the expected form (%s)' % error, text) from error
    unknown = sorted(set(jobs) - {'chief', 'worker'})
    if unknown:
        raise _refused('only the jobs "chief" and "worker" are supported, but it also has %s'
                       % ', '.join(map(repr, unknown)), text)
    if not jobs:
        return Cluster()
    return _cluster(jobs, task, text)


def _cluster(jobs, task, text):
    """Returns the cluster of chief and workers; the chief counts as worker 0."""
    chief, workers = [_addresses(jobs, job, text) for job in ('chief', 'worker')]
    kind, index = task.get('type', 'worker'), task.get('index', 0)
    if kind not in jobs:
        raise _refused('the type of the task, %r, is not a job of the cluster' % (kind,), text)
    if not isinstance(index, int) or not 0 <= index < len(jobs[kind]):
        raise _refused('the index of the task must be from 0 to %d, but is %r'
                       % (len(jobs[kind]) - 1, index), text)
    return Cluster(chief + workers, index + len(chief) * (kind == 'worker'))


def _addresses(jobs, job, text):
    addresses = jobs.get(job, [])
    if not isinstance(addresses, list):
        raise _refused('the addresses of %r must be a list' % job, text)
    for address in addresses:
        if not isinstance(address, str) or not address.rpartition(':')[2].isdigit():
            raise _refused('an address must be a string "host:port", but one is %r' % (address,),
                           text)
    return addresses


def _refused(reason, text):
    return ValueError('The environment variable %s describes no cluster: %s. Expected something '
                      'like\n%s\nbut got\n%s' % (_VARIABLE, reason, _EXAMPLE, text))
