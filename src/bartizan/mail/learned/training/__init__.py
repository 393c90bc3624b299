"""Trains the models of mail.

Nothing that runs needs it: sklearn, onnx and torch load when asked.
"""
