import warnings

with warnings.catch_warnings():
    # Old pandas warns of newer NumPy versions as it is imported.
    warnings.simplefilter('ignore')
    import pandas  # noqa: F401
