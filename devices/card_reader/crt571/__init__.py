"""Motorised readers of Creator's CRT family (571, 591), 9600 baud: they take a card in, and hold it.

A card is never drawn into the bin because a program crashed: every start begins with "keep what is inside".
"""
