"""Speed and memory as ratios against references of the same run: `python3 dev.py bench [NAME...]`."""
