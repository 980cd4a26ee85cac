"""The papers that follow a period, as Excel and as Word from templates an office may adapt (data/forms/*.docx)."""
