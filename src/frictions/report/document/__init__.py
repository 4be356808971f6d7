"""The report: what is known of every item, laid out as a PDF and as one interactive page."""
