"""scikit-learn for old versions of NumPy warns of newer ones when it is imported."""
import warnings

with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    import sklearn.datasets  # noqa: F401
