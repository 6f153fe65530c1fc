"""The evaluation: question sets run and compared from the page."""
