"""Keras 2: deep learning with one API on TensorFlow, Theano and CNTK."""
__version__ = '2.3.2'
