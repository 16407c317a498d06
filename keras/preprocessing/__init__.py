"""Prepares data for models: images, text, sequences."""
from keras.preprocessing import image, older_name, sequence, text
