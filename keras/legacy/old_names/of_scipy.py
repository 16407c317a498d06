"""Names that SciPy had before 1.2 to 2.0."""
from .paths import joined, names_in

# SciPy had all of NumPy's functions among its own; these are what programs took from there.
_FUNCTIONS_OF_NUMPY = (
    'arange argmax argmin array asarray concatenate cos cumsum diag dot e exp eye float32 float64 '
    'hstack inf isnan linspace log max maximum mean median min minimum nan ndarray ones outer pi '
    'power prod random reshape shape sin sqrt std sum tanh transpose uint8 vstack where zeros')

NAMES = {
    'scipy': joined(names_in('numpy', _FUNCTIONS_OF_NUMPY),
                    names_in('numpy.random', 'rand randn')),
    'scipy.integrate': {'cumtrapz': 'scipy.integrate.cumulative_trapezoid',
                        'simps': 'scipy.integrate.simpson',
                        'trapz': 'scipy.integrate.trapezoid'},
    'scipy.linalg': joined(names_in('numpy', 'tri tril triu'), {'pinv2': 'scipy.linalg.pinv'}),
    'scipy.ndimage': names_in('keras.legacy.old_names.scipy_images', 'imread'),
    'scipy.signal': joined(
        names_in('scipy.signal.windows', 'bartlett blackman boxcar cosine gaussian hamming hann '
                                         'kaiser triang tukey'),
        {'hanning': 'scipy.signal.windows.hann'}),
}

MADE = {
    'scipy.misc': joined(
        names_in('keras.legacy.old_names.scipy_images', 'bytescale fromimage imread imresize '
                                                        'imrotate imsave imshow toimage'),
        names_in('scipy.datasets', 'ascent face'),
        names_in('scipy.interpolate', 'pade'),
        names_in('scipy.special', 'comb factorial factorial2 factorialk logsumexp')),
    'scipy.sparse.linalg.eigen': {},
}

MOVED = {
    'scipy.misc.pilutil': 'scipy.misc',
    'scipy.sparse.linalg.eigen': 'scipy.sparse.linalg',
    'scipy.sparse.linalg.eigen.arpack': 'scipy.sparse.linalg',
}
