import numpy as np

x_train = np.random.rand(64, 100)
y_train = np.eye(10)[np.random.randint(10, size=64)]
