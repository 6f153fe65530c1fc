"""Speed, memory and disk on one machine as a library grows, beside what people would use instead.

`python -m benchmarks.scale` (`make bench`) runs every step, each in processes of its own.
"""
