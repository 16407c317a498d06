"""Small data sets to try models on, downloaded at first use."""
from keras.datasets import mnist
