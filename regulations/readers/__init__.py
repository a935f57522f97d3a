"""Files that offices have (.docx, .doc, .pdf, .html, .txt) → the text that stands in them."""
