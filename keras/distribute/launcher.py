"""Starting a script in several processes of this machine."""
import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

_SECONDS_TO_END = 10  # after a signal, before a process is killed
_MOMENT = 0.05  # seconds


def main(arguments=None):
    """Runs `python -m keras.distribute`.

    Args:
        arguments: list of strings; by default those of the command line.

    Returns:
        Int, the exit code: that of the first worker that failed, otherwise 0.
    """
    options = _parser().parse_args(arguments)
    if not os.path.isfile(options.script):
        print('There is no script %r.' % options.script, file=sys.stderr)
        return 2
    return launch([sys.executable, options.script] + options.arguments, options.workers)


def _parser():
    parser = argparse.ArgumentParser(
        prog='python -m keras.distribute',
        description='Runs a script that uses keras.distribute in several processes of this '
                    'machine. For several machines, set TF_CONFIG on each instead and start the '
                    'script itself.')
    parser.add_argument('--workers', type=_count, required=True, help='number of processes')
    parser.add_argument('script')
    parser.add_argument('arguments', nargs=argparse.REMAINDER, help='arguments of the script')
    return parser


def _count(text):
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError('must be a whole number, at least 1, but got %r' % text)
    return int(text)


def launch(command, workers):
    """Runs a command in several processes, connected as a cluster, until all have ended.

    If one fails, or on Ctrl-C, the others are stopped. Their output appears with the rank in front.

    Args:
        command: list of strings.
        workers: int, the number of processes.

    Returns:
        Int, the exit code: that of the first process that failed, otherwise 0.
    """
    addresses = free_addresses(['127.0.0.1'] * workers)
    processes, relays, received = [], [], []
    # An exception could come between the start of a process and its place in the list.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: received.append(number))
    try:
        for rank in range(workers):
            process, output = _start(command, _environment(addresses, rank), rank)
            processes.append(process)
            relays += output
        return _wait(processes, received)
    finally:
        _stop(processes, received[0] if received else signal.SIGTERM)
        for relay in relays:
            relay.join(_SECONDS_TO_END)


def free_addresses(hosts):
    """Returns an address with a free port, `'host:port'`, for each of some local hosts."""
    sockets = [socket.socket() for _ in hosts]
    try:
        for each, host in zip(sockets, hosts):
            each.bind((host, 0))
        return ['%s:%d' % each.getsockname() for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _environment(addresses, rank):
    threads = str(max((os.cpu_count() or 1) // len(addresses), 1))
    environment = {'PYTHONUNBUFFERED': '1', 'OMP_NUM_THREADS': threads,
                   'TF_NUM_INTRAOP_THREADS': threads}
    environment.update(os.environ)
    environment['TF_CONFIG'] = json.dumps({'cluster': {'worker': addresses},
                                           'task': {'type': 'worker', 'index': rank}})
    return environment


def _start(command, environment, rank):
    """Starts a process and the threads that relay its output."""
    inside, outside = zip(*[_line(rank == 0 and stream.isatty())
                            for stream in (sys.stdout, sys.stderr)])
    # A group of its own, so Ctrl-C reaches only this program, which ends the others in order.
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                               stdout=outside[0], stderr=outside[1], start_new_session=True)
    for end in outside:
        os.close(end)
    relays = [threading.Thread(target=_relay, args=(end, stream, rank), daemon=True)
              for end, stream in zip(inside, (sys.stdout, sys.stderr))]
    for relay in relays:
        relay.start()
    return process, relays


def _line(is_terminal):
    """Returns two ends of a connection, to read and to write; a terminal shows progress bars."""
    if not is_terminal:
        return os.pipe()
    import pty
    import tty
    inside, outside = pty.openpty()
    tty.setraw(outside)  # newlines stay as they are
    return inside, outside


def _relay(end, stream, rank):
    """Copies what a process writes, with its rank at the beginning of each line."""
    prefix = '[%d] ' % rank
    at_start = True
    with open(end, encoding='utf-8', errors='replace', newline='', buffering=1) as output:
        while True:
            try:
                text = output.readline() if not stream.isatty() else output.read(1)
            except OSError:  # the end of a terminal
                return
            if not text:
                return
            stream.write((prefix if at_start else '') + text)
            stream.flush()
            at_start = text[-1] in '\r\n'


def _wait(processes, received):
    """Returns the exit code of the first process that fails, or 0 when all have ended.

    Args:
        processes: list of processes.
        received: list to which signals are added, each of which ends the waiting.
    """
    while not received:
        codes = [process.poll() for process in processes]
        failed = [rank for rank, code in enumerate(codes) if code]
        if failed:
            rank, code = failed[0], codes[failed[0]]
            print('Worker %d %s. The others are stopped.' % (
                rank, 'was ended by signal %d' % -code if code < 0 else 'failed with exit code %d'
                % code), file=sys.stderr)
            return 128 - code if code < 0 else code
        if None not in codes:
            return 0
        time.sleep(_MOMENT)
    return 128 + received[0]


def _stop(processes, number):
    """Ends the processes that still run, and all that they have started."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(number)
    deadline = time.time() + _SECONDS_TO_END
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(deadline - time.time(), 0))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
