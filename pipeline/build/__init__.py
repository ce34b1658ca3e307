"""What is stale and why, and the run that brings it up to date."""
