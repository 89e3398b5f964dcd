"""What keeps the book sound over the years: the doctor, and the proof that two builds give equal bytes."""
