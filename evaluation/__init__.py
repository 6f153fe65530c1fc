"""Measures the answers: question sets, pure metrics, runner, report, comparison, floors."""
