from keras import backend as K


def moving_average_update(x, value, momentum):
    return K.update_sub(x, (x - value) * (1. - momentum))
