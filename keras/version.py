"""The version of Keras."""
__version__ = '2.3.2'
