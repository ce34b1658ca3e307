"""The corridor: load, validate, aggregate, localise, render, convert, publish."""
