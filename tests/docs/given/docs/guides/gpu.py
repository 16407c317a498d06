from keras import backend as K

# The page takes two GPUs for granted. TensorFlow runs on the CPU what a missing one should do.
K.list_devices = lambda: ['/cpu:0', '/gpu:0', '/gpu:1']
