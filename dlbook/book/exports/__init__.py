"""The whole book in one file, made from the built site: for paper, for e-book readers, without a network."""
