"""Runs a program of 2016 to 2020 as it is, with the names that libraries had in those years.

    python -m keras.legacy.run script.py [arguments]
    python -m keras.legacy.run -m module [arguments]

What `keras.legacy.old_world` brings back is there; all else is as with `python script.py`.
"""
import sys

from keras.legacy.old_names.program import main

if __name__ == '__main__':
    main(sys.argv[1:])
