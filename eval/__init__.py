"""Evaluation: gold cases, exact metrics, suites, a report. It may use `models` and `summarizer`; nothing uses it."""
