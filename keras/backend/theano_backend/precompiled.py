"""The headers that all of Theano's modules include, compiled once.

Theano compiles each kind of op as a module of its own, hundreds for a large model, and two fifths
of that time g++ reads the same headers: those of Python, NumPy and C++. A precompiled header
(https://gcc.gnu.org/onlinedocs/gcc/Precompiled-Headers.html) saves it. It is made from the very
lines that the modules begin with, so these are compiled to what they were before.
"""
import hashlib
import os
import subprocess
import sys
import tempfile

import numpy as np

_HEADERS = '''\
#include <Python.h>
#include <iostream>
#include "theano_mod_helper.h"
#include <math.h>
#include <numpy/arrayobject.h>
#include <numpy/arrayscalars.h>
'''


def precompile_headers(theano):
    """Lets Theano's compiler include its headers precompiled, if it is g++."""
    if os.path.basename(theano.config.cxx).startswith('g++'):
        compiler = theano.gof.cmodule.GCC_compiler
        compiler.compile_str = staticmethod(_with_headers(compiler.compile_str, theano))


def _with_headers(compile_str, theano):
    def compile_with_headers(module_name, src_code, location=None, include_dirs=None, lib_dirs=None,
                             libs=None, preargs=None, **options):
        if src_code.startswith(_HEADERS):
            preargs = list(preargs or [])
            folders = list(include_dirs or []) + theano.gof.cmodule.std_include_dirs()
            preargs += ['-include', _precompiled(theano, preargs, folders)]
        return compile_str(module_name, src_code, location, include_dirs, lib_dirs, libs, preargs,
                           **options)
    return compile_with_headers


def _precompiled(theano, flags, folders):
    """Returns the path of the header, beside which lies its compiled form.

    g++ itself takes the source where the compiled form was made with other flags, or by another
    g++, but it does not see when the headers change: hence the versions in the name.
    """
    versions = repr((sys.version, np.__version__, theano.__version__, folders))
    folder = os.path.join(theano.config.compiledir,
                          'headers_' + hashlib.sha256(versions.encode()).hexdigest()[:16])
    header = os.path.join(folder, 'headers.h')
    if not os.path.exists(header + '.gch'):
        os.makedirs(folder, exist_ok=True)
        with open(header, 'w') as file:
            file.write(_HEADERS)
        # Modules are compiled with `-g` and hidden symbols, which g++ wants here too.
        command = [theano.config.cxx, '-g', '-fvisibility=hidden'] + flags
        command += ['-I' + name for name in folders if name]
        with tempfile.TemporaryDirectory(dir=folder) as unfinished:
            made = os.path.join(unfinished, 'headers.h.gch')
            if subprocess.call(command + ['-x', 'c++-header', header, '-o', made],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
                os.replace(made, header + '.gch')
    return header
