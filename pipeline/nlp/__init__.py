"""Tokens with lemma, part of speech and stop words: an installed Dutch spaCy pipeline, the shipped one, or a blank one.

A blank pipeline has no lemmas. Its tokens get a reduced form instead, made by `reduced`, which is good for grouping the
forms of a word and is never fit to be shown.
"""

from pipeline.nlp.analyser import SpacyAnalyser
from pipeline.nlp.loading import BLANK, INSTALLED, SHIPPED, load
from pipeline.nlp.stems import reduced
from pipeline.nlp.stops import content_words, stop_words

__all__ = ["BLANK", "INSTALLED", "SHIPPED", "SpacyAnalyser", "content_words", "load", "reduced", "stop_words"]
