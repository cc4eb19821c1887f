"""The national self-assessment: sets, judgements, evidence that is found by itself, the file."""
