"""Names that h5py 2 had."""

NAMES = {'h5py': {'Dataset.value': 'keras.legacy.old_names.h5py_2.value'}}

SETUP = {'h5py': 'keras.legacy.old_names.h5py_2.behave_so'}
