"""LibreOffice as a servant: find it, start it with a locked-down profile, talk to it, check what it made."""
