"""From answers to figures: arrays in, estimates with intervals out. No framework, no clock, no chance but what is
passed in.
"""
