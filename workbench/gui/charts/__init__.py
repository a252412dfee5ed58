"""Charts: what is drawn, in the pixels of a widget."""
