"""What trains the Dutch spaCy pipeline in `models/nl_rodedraad`: `train_language`."""

from pipeline.training.language.train import LanguageReport, train_language

__all__ = ["LanguageReport", "train_language"]
