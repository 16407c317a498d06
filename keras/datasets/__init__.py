"""Small data sets to try models on, downloaded at first use."""
from keras.datasets import boston_housing, cifar10, cifar100, fashion_mnist, imdb, mnist, reuters
