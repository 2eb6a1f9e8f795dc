"""Transcripts with times."""

from __future__ import annotations

import pytest

from pipeline.errors import ReadError

VTT = """WEBVTT

NOTE een noot
over twee lijnen

1
00:00:01.000 --> 00:00:04.000
<v Mia>Wij willen <i>meer</i> tijd

2
00:00:04.500 --> 00:00:06.000
<v Mia>voor elk gezin.

3
00:00:07.000 --> 00:00:09.000
<v Jan>Ja &amp; nee.</v>

4
00:00:30.000 --> 00:00:32.000
<v Jan>Later weer.</v>
"""


def test_cues_of_one_speaker_become_one_turn(reading, shown):
    source = reading("a.vtt", VTT)
    assert shown(source) == [
        ("turn", 0, "Wij willen meer tijd voor elk gezin."),
        ("turn", 0, "Ja & nee."),
        ("turn", 0, "Later weer."),
    ]
    assert [(block.cue, block.at, block.speaker) for block in source.blocks] == [
        ("1", 1.0, "Mia"),
        ("3", 7.0, "Jan"),
        ("4", 30.0, "Jan"),
    ]


def test_what_is_removed_has_a_reason(reading):
    removed = reading("a.vtt", VTT).ledger.removed
    assert removed["comment"] == len("NOTE een noot\nover twee lijnen\n\n")
    assert removed["speaker"] == len("MiaMiaJanJan")
    assert removed["cue_timing"] > 4 * len("00:00:01.000 --> 00:00:04.000")


def cues(*lines: str) -> str:
    return "".join(
        f"{place}\n00:00:{place * 3:02},000 --> 00:00:{place * 3 + 2:02},500\n{line}\n\n"
        for place, line in enumerate(lines, 1)
    )


def test_srt_with_names(reading):
    source = reading("a.srt", cues("MIA: Wij willen meer tijd", "voor elk gezin.", "JAN: Ja."))
    assert [source.text[b.start : b.end] for b in source.blocks] == ["Wij willen meer tijd voor elk gezin.", "Ja."]
    assert [block.speaker for block in source.blocks] == ["MIA", "JAN"]


def test_srt_without_names_is_one_turn_until_a_silence(reading, texts):
    assert texts(reading("a.srt", cues("Wij willen meer tijd", "voor elk gezin."))) == [
        "Wij willen meer tijd voor elk gezin."
    ]


def test_two_voices_in_one_cue(reading):
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Mia>Dag.</v>\n<v Jan>Dag terug.</v>\n"
    assert [block.speaker for block in reading("a.vtt", content).blocks] == ["Mia", "Jan"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.vtt", "geen ondertitels"), ("a.vtt", "WEBVTT\n\n"), ("a.srt", "x\ny\n"), ("a.vtt", "")]
)
def test_unreadable(reading, name, content):
    with pytest.raises(ReadError, match=rf"^{name}: "):
        reading(name, content)
