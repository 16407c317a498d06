"""Denormal numbers, between 0 and the smallest normal number (1e-38 in float32), become 0.

Processors take many times as long with them, and gradients and averages of dead units become
denormal after some epochs. TensorFlow and JAX flush them to 0 in threads of their own. What runs in
the caller's thread has to do so as well, to take the same time and give the same numbers.
"""
import ctypes
import platform

# Where C's `fenv_t` holds the control word of the processor's vector unit, counted in 32 bits, and
# the bits that make it flush its results and (on x86) its operands.
_CONTROL = {('Linux', 'x86_64'): (7, 0x8040),
            ('Linux', 'aarch64'): (0, 1 << 24),
            ('Darwin', 'arm64'): (2, 1 << 24)}

_PLACE = platform.system(), platform.machine()

_Environment = ctypes.c_uint32 * 8


def _flushing_environment(position, bits):
    """Returns the environment of computing that flushes denormals; None if it does not do so."""
    usual, flushing = _Environment(), _Environment()
    _get(usual)
    _get(flushing)
    flushing[position] |= bits
    _set(flushing)
    smallest, half = 2. ** -1022, .5
    has_effect = smallest * half == 0.
    _set(usual)
    return flushing if has_effect else None


_FLUSHING = None
if _PLACE in _CONTROL:
    _library = ctypes.PyDLL(None)
    _get, _set = _library.fegetenv, _library.fesetenv
    _get.argtypes = _set.argtypes = [ctypes.c_void_p]
    _FLUSHING = _flushing_environment(*_CONTROL[_PLACE])


def can_flush():
    """Returns whether `flushing_denormals` has an effect on this kind of machine."""
    return _FLUSHING is not None


def flushing_denormals(function):
    """Returns a function that runs `function` with denormal numbers taken as 0 in this thread.

    Afterwards the thread computes as before. Where this is not possible, returns `function`.

    Args:
        function: function of any arguments.

    Example::

        from keras.backend.denormals import flushing_denormals

        tiny = np.float32(1e-20)
        flushing_denormals(np.multiply)(tiny, tiny)  # 0.0
        np.multiply(tiny, tiny)  # 1e-40
    """
    if not can_flush():
        return function

    def flushing(*args, **kwargs):
        before = _Environment()
        _get(before)
        _set(_FLUSHING)
        try:
            return function(*args, **kwargs)
        finally:
            _set(before)

    return flushing
