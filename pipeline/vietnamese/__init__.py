"""Administrative Vietnamese: dates, counts, numbers, words, citations, order. No I/O, no documents."""
