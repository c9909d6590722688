"""Measures the guide beside a stock Material build of the same sources and a bare page with the same words.

All three are served by one server and loaded in turns in one run, so that what the machine does meanwhile
falls on each of them. Figures of different machines do not compare; ratios do.
"""
