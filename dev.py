#!/usr/bin/env python3
"""Runs the project in environments that it makes for itself.

    python3 dev.py digits                   train a convnet on handwritten digits
    python3 dev.py test                     run the tests of every engine, ruff, and build the docs
    python3 dev.py --engine jax test        run all tests of one engine
    python3 dev.py test ARGUMENT ...        run tests only, with arguments of pytest
    python3 dev.py python FILE [ARGUMENT ...]   run a file with TensorFlow
    python3 dev.py docs                     build the documentation into site/
    python3 dev.py docs --serve             show it in the browser, and again after each change

An environment is made on first use, below `.environments/`, and again when its list of packages
in `environments/` changes. `--engine NAME` before the command picks one engine.
"""
import argparse
import glob
import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))

# engine -> the Pythons it runs on, best first
PYTHONS = {
    'tensorflow': ('3.11', '3.12', '3.13', '3.10', '3.9'),
    'theano': ('3.10', '3.9', '3.8', '3.7', '3.6'),
    'cntk': ('3.6',),
    'jax': ('3.11', '3.12', '3.13'),
}

# What `test` runs on the two slowest engines unless one engine or arguments are given: on Theano
# neither the examples nor the code in the docs, on JAX the operations and whole trainings.
PARTS = {
    'theano': ['--ignore=tests/examples', '--ignore=tests/docs'],
    'jax': ['tests/backend', 'tests/engine/test_same_losses.py'],
}

# What is no engine: the two that `tools/round_trip.py` exchanges files with, and the docs.
OTHERS = {
    'keras-2.3.1': ('3.6', '3.7'),
    'tf_keras-2.21': ('3.11', '3.12', '3.13', '3.10'),
    'docs': ('3.11', '3.12', '3.13'),
}


class Unavailable(Exception):
    """This machine cannot run an engine; the message says why."""


def version_of(python):
    """Returns the `major.minor` version of an interpreter, or None where it does not run."""
    try:
        result = subprocess.run(
            [python, '-c', 'import sys, venv; print("%d.%d" % sys.version_info[:2])'],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, universal_newlines=True)
    except OSError:
        return None
    return result.stdout.strip() if result.returncode == 0 else None


def candidates(version):
    """Yields commands that may be a Python of `version`."""
    yield sys.executable
    yield 'python' + version
    # pyenv's commands refuse unless a version is selected, so look at what lies behind them.
    pyenv = os.environ.get('PYENV_ROOT') or os.path.expanduser('~/.pyenv')
    for folder in sorted(glob.glob(os.path.join(pyenv, 'versions', version + '.*'))):
        yield os.path.join(folder, 'bin', 'python')


def find_python(name):
    """Returns an interpreter that an engine, another Keras or the docs run on."""
    versions = dict(PYTHONS, **OTHERS)[name]
    for version in versions:
        for python in candidates(version):
            if version_of(python) == version:
                return python
    raise Unavailable('it needs Python %s, which was not found. Install %s (with pip and venv) '
                      'and run this again.' % (' or '.join(versions),
                                               'it' if len(versions) == 1 else 'one of them'))


def environment(name):
    """Returns the Python of an engine's environment, which is made where it is missing."""
    requirements = os.path.join(ROOT, 'environments', name + '.txt')
    if not os.path.exists(requirements):
        raise Unavailable('this version of Keras does not have its backend yet.')
    folder = os.path.join(ROOT, '.environments', name)
    python = os.path.join(folder, 'Scripts' if os.name == 'nt' else 'bin', 'python')
    made_from = os.path.join(folder, 'made-from')
    digest = hashlib.sha256(content(requirements)).hexdigest().encode()
    if content(made_from) != digest or not version_of(python):
        print('Making the environment of %s (once; some minutes) ...' % name, flush=True)
        make_environment(name, folder, python, requirements)
        if name in PYTHONS:
            add_checkout(python)
        if name == 'cntk':
            link_openmpi(folder)
        with open(made_from, 'wb') as file:
            file.write(digest)
    return python


def make_environment(name, folder, python, requirements):
    run(find_python(name), '-m', 'venv', '--clear', folder)
    install = [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check',
               '--no-deps']
    if version_of(python) == '3.6':
        run(*install, 'pip==21.3.1')  # its own does not know the wheels of today
    run(*install, '-r', requirements)


def add_checkout(python):
    """Makes the checkout itself the `keras` of an environment."""
    site = subprocess.check_output(
        [python, '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'],
        universal_newlines=True).strip()
    with open(os.path.join(site, 'keras-checkout.pth'), 'w') as file:
        file.write(ROOT + '\n')


# CNTK 2.7 is linked to OpenMPI 1.10, of which it needs no more than that it is there.
OPENMPI_LINKS = {'libmpi.so.12': 'libmpi.so.40', 'libmpi_cxx.so.1': 'libmpi_cxx.so.40'}
OPENMPI_PACKAGES = ('libopenmpi3', 'libhwloc15', 'libevent-core-2.1-7', 'libevent-pthreads-2.1-7')
OPENMPI_PLACES = ('usr/lib/*', 'usr/lib*', 'usr/lib64/openmpi/lib', 'usr/local/lib')


def link_openmpi(folder):
    """Lets CNTK in an environment find the machine's OpenMPI, or else Debian's, brought there."""
    places = openmpi_places('/') or openmpi_places(fetched_openmpi(folder))
    if not places:
        raise Unavailable('it needs OpenMPI 3 or 4 with its C++ bindings, which was neither found '
                          'nor could be fetched. Install it (on Debian and Ubuntu: apt-get '
                          'install libopenmpi3) and run this again.')
    for libraries in glob.glob(os.path.join(folder, 'lib', '*', 'site-packages', 'cntk', 'libs')):
        for link, name in OPENMPI_LINKS.items():
            os.symlink(os.path.join(places[0], name), os.path.join(libraries, link))


def openmpi_places(root):
    """Returns the folders below `root` that hold OpenMPI."""
    return [place for pattern in OPENMPI_PLACES for place in glob.glob(os.path.join(root, pattern))
            if all(os.path.exists(os.path.join(place, name)) for name in OPENMPI_LINKS.values())]


def fetched_openmpi(folder):
    """Returns a folder that Debian's packages of OpenMPI are unpacked into, if they can be had.

    Nothing is installed, so that it needs no rights.
    """
    target = os.path.join(folder, 'openmpi')
    os.makedirs(target, exist_ok=True)
    quiet = {'cwd': target, 'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
    try:
        fetch = ['apt-get', 'download'] + list(OPENMPI_PACKAGES)
        if subprocess.run(fetch, **quiet).returncode:
            # Perhaps there are no lists of packages yet.
            subprocess.run(['apt-get', 'update'], **quiet)
            subprocess.run(fetch, check=True, **quiet)
        for package in glob.glob(os.path.join(target, '*.deb')):
            subprocess.run(['dpkg-deb', '--extract', package, target], check=True, **quiet)
    except (OSError, subprocess.CalledProcessError):
        pass
    return target


def content(path):
    """Returns the bytes of a file, None where there is none."""
    if not os.path.exists(path):
        return None
    with open(path, 'rb') as file:
        return file.read()


def run(*command, **variables):
    subprocess.run(command, check=True, cwd=ROOT, env=settings(**variables))


def settings(**variables):
    """Returns the environment variables of a command; TensorFlow's start-up notes are off."""
    found = dict({'TF_CPP_MIN_LOG_LEVEL': '2'}, **dict(os.environ, **variables))
    # Where an OpenMPI that was fetched finds the rest of itself.
    fetched = glob.glob(os.path.join(ROOT, '.environments', 'cntk', 'openmpi', 'usr', 'lib', '*'))
    if fetched and variables.get('KERAS_BACKEND') == 'cntk':
        others = [path for path in [found.get('LD_LIBRARY_PATH')] if path]
        found['LD_LIBRARY_PATH'] = os.pathsep.join(fetched + others)
    return found


def digits(engines, arguments):
    run(environment(engines[0]), os.path.join('examples', 'digits_cnn.py'), *arguments,
        KERAS_BACKEND=engines[0])


def python(engines, arguments):
    run(environment(engines[0]), *arguments, KERAS_BACKEND=engines[0])


def docs(engines, arguments):
    """Builds the site, where every warning is an error, or serves it on this machine."""
    if arguments not in ([], ['--serve']):
        sys.exit('dev.py docs takes no argument but --serve.')
    # Not `--quiet`: MkDocs would not count the warnings.
    command = ['serve'] if arguments else ['build', '--strict']
    run(environment('docs'), '-m', 'mkdocs', *command, NO_MKDOCS_2_WARNING='1')


def outcome_of_docs():
    try:
        docs([], [])
    except Unavailable as reason:
        return 'not run: %s' % reason
    except subprocess.CalledProcessError:
        return 'FAILED'
    return 'passed'


def test(engines, arguments):
    outcomes = {}
    for engine in engines:
        try:
            interpreter = environment(engine)
        except Unavailable as reason:
            outcomes[engine] = 'not run: %s' % reason
            continue
        print('Testing with %s ...' % engine, flush=True)
        chosen = arguments or ([] if engines == [engine] else PARTS.get(engine, []))
        command = [interpreter, '-m', 'pytest', '-n', str(os.cpu_count() or 1)]
        if version_of(interpreter) not in ('3.6', '3.7', '3.8'):  # their pytest-xdist is too old
            command += ['--dist', 'worksteal']
        command += chosen
        variables = {'KERAS_BACKEND': engine}
        if engine == 'cntk':
            variables['OMP_NUM_THREADS'] = '1'  # its threads wait for each other by spinning
        code = subprocess.run(command, cwd=ROOT, env=settings(**variables))
        outcomes[engine] = 'passed' if code.returncode == 0 else 'FAILED'
        if engine == 'tensorflow':
            code = subprocess.run([interpreter, '-m', 'ruff', 'check', '.'], cwd=ROOT)
            outcomes['style'] = 'passed' if code.returncode == 0 else 'FAILED'
    if not arguments and engines == list(PYTHONS):
        print('Building the documentation ...', flush=True)
        outcomes['docs'] = outcome_of_docs()
    for name, outcome in outcomes.items():
        print('%-12s %s' % (name, outcome))
    if 'passed' not in outcomes.values() or 'FAILED' in outcomes.values():
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--engine', choices=sorted(PYTHONS))
    commands = {'digits': digits, 'test': test, 'python': python, 'docs': docs}
    parser.add_argument('command', choices=sorted(commands))
    parser.add_argument('arguments', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    every = list(PYTHONS)
    engines = [options.engine] if options.engine else every
    try:
        commands[options.command](engines, options.arguments)
    except Unavailable as reason:
        name = options.command if options.command == 'docs' else engines[0]
        sys.exit('%s cannot run here: %s' % (name, reason))
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


if __name__ == '__main__':
    main()
