"""Data made ready for models: images, texts, sequences."""
from keras.preprocessing import image, older_name, sequence, text
