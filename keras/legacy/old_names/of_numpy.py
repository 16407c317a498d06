"""Names that NumPy had before 1.20 to 2.0."""
from .paths import joined, names_in

NAMES = {'numpy': joined(
    names_in('builtins', 'bool complex float int object str'),
    names_in('numpy.exceptions', 'AxisError ComplexWarning RankWarning TooHardError '
                                 'VisibleDeprecationWarning'),
    names_in('keras.legacy.old_names.numpy_functions',
             'NINF NZERO PZERO asfarray asscalar in1d issubclass_ msort'),
    {
        # types
        'long': 'builtins.int',
        'unicode': 'builtins.str',
        'bool8': 'numpy.bool_',
        'int0': 'numpy.intp',
        'uint0': 'numpy.uintp',
        'object0': 'numpy.object_',
        'str0': 'numpy.str_',
        'bytes0': 'numpy.bytes_',
        'float_': 'numpy.float64',
        'longfloat': 'numpy.longdouble',
        'complex_': 'numpy.complex128',
        'cfloat': 'numpy.complex128',
        'singlecomplex': 'numpy.complex64',
        'clongfloat': 'numpy.clongdouble',
        'longcomplex': 'numpy.clongdouble',
        'string_': 'numpy.bytes_',
        'unicode_': 'numpy.str_',
        'typeDict': 'numpy.sctypeDict',
        # numbers
        'Inf': 'numpy.inf',
        'Infinity': 'numpy.inf',
        'infty': 'numpy.inf',
        'PINF': 'numpy.inf',
        'NaN': 'numpy.nan',
        # functions
        'alltrue': 'numpy.all',
        'cumproduct': 'numpy.cumprod',
        'issubsctype': 'numpy.issubdtype',
        'mat': 'numpy.asmatrix',
        'product': 'numpy.prod',
        'rank': 'numpy.ndim',
        'round_': 'numpy.round',
        'row_stack': 'numpy.vstack',
        'sometrue': 'numpy.any',
        'trapz': 'numpy.trapezoid',
    })}
