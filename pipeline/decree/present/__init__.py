"""What people see of a check: text, HTML with the findings on the pages, Word comments, tables of rules."""
