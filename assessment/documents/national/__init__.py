"""The national self-assessment as one file: Word report, files, pages to read without a network."""
