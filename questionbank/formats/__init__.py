"""Files of questions, one module per format, all to and from one neutral record (`record.py`)."""
