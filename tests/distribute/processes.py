"""Runs programs in several real processes."""
import json
import os
import subprocess
import sys

from keras import backend as K
from keras.distribute.launcher import free_addresses

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SECONDS = 120  # at most, on a busy machine


def program(name):
    return os.path.join(HERE, 'programs', name + '.py')


def environment(**variables):
    """Returns the environment of a program that uses this Keras on this engine."""
    path = os.pathsep.join(filter(None, [ROOT, os.environ.get('PYTHONPATH')]))
    found = dict(os.environ, KERAS_BACKEND=K.backend(), PYTHONPATH=path, OMP_NUM_THREADS='1',
                 TF_NUM_INTRAOP_THREADS='1', TF_CPP_MIN_LOG_LEVEL='2')
    found.update(variables)
    return found


def launcher(workers, *command):
    """Starts a command of the launcher; returns the process."""
    return subprocess.Popen(
        [sys.executable, '-m', 'keras.distribute', '--workers', str(workers)] + list(command),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        universal_newlines=True)


def launch(workers, *command):
    """Runs a command of the launcher; returns its exit code and what it printed."""
    process = launcher(workers, *command)
    try:
        out, err = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
    return process.returncode, out, err


def start(hosts, *command, jobs=None):
    """Starts a program once for each host, connected by `TF_CONFIG`; returns the processes.

    Args:
        hosts: list of local addresses.
        *command: path of the program, and its arguments.
        jobs: list of the jobs of the workers; by default all are a `'worker'`.
    """
    addresses = free_addresses(hosts)
    jobs = jobs or ['worker'] * len(hosts)
    cluster = {}
    for job, address in zip(jobs, addresses):
        cluster.setdefault(job, []).append(address)
    processes = []
    for job, address in zip(jobs, addresses):
        task = {'type': job, 'index': cluster[job].index(address)}
        processes.append(subprocess.Popen(
            [sys.executable] + list(command),
            env=environment(TF_CONFIG=json.dumps({'cluster': cluster, 'task': task})),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True))
    return processes


def finish(processes):
    """Waits for processes; returns the exit code, output and errors of each."""
    try:
        return [(process,) + process.communicate(timeout=SECONDS) for process in processes]
    finally:
        for process in processes:
            process.kill()
