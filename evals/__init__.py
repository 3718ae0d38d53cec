"""What is labelled and learnt: the data, the scoring, and the learning of weights."""
