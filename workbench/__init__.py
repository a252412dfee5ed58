"""Stock Workbench: easy to train a sequence model on prices, hard to fool yourself."""

__version__ = "0.1.0"
