"""What trains the models that ship."""

from pipeline.training.coder import TrainingReport, train_coder

__all__ = ["TrainingReport", "train_coder"]
