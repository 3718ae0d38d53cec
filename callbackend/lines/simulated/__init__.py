"""The line that ships: businesses that are played, and no phone that rings."""
