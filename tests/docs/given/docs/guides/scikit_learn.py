import warnings

with warnings.catch_warnings():
    # Old scikit-learn warns of newer versions of other packages as it is imported.
    warnings.simplefilter('ignore')
    import sklearn.metrics
    import sklearn.model_selection
    import sklearn.pipeline
    import sklearn.preprocessing  # noqa: F401
