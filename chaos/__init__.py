"""Proof by mistreatment that what was accepted is neither lost nor bought twice."""
