"""Every text is said in both languages, whole and with the same places to fill."""

import ast
import re

import pytest
import yaml

from kpi.language.extract import ROOT, places, sayings, texts
from kpi.language.merge import translations, written

SAID, KNOWN = texts(), translations()
SAME_IN_BOTH = {"Email", "Excel", "OK"}
VIETNAMESE_WORD = re.compile(r"\w*[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]\w*", re.I)
MOST_TERMS = 8
FILLED_LATER = {"kpi/audit/verify.py"}


def law_texts(value, at):
    """Every mapping that holds a text in either language."""
    if isinstance(value, dict):
        if {"vi", "en"} & set(value):
            yield at, value
        for key, inner in value.items():
            yield from law_texts(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from law_texts(inner, f"{at}[{number}]")


def test_the_texts_are_found():
    assert "You are not permitted to do this here. Ask the head of the unit concerned." in SAID
    assert len(SAID) > 200


def test_every_text_has_its_vietnamese():
    assert {text: where[0] for text, where in SAID.items() if text not in KNOWN} == {}


def test_no_text_has_two_translations():
    assert {text: list(found) for text, found in KNOWN.items() if len(found) > 1} == {}


def test_no_translation_is_left_of_a_text_nobody_says():
    assert {text: list(found.values()) for text, found in KNOWN.items() if text not in SAID} == {}


def test_a_translation_fills_the_same_places():
    pairs = [(text, vietnamese) for text, found in KNOWN.items() for vietnamese in found]
    assert [(text, found) for text, found in pairs if places(text) != places(found)] == []


def test_no_english_was_copied_as_its_translation():
    copied = [text for text, found in KNOWN.items() if text in found and text not in SAME_IN_BOTH]
    words = [text for text in copied if re.search(r"[A-Za-z]{3}", re.sub(r"\{.*?\}", "", text))]
    assert [text for text in words if len(text.split()) > 2] == []


def test_the_english_is_english():
    """Terms of the law and words quoted may stand in it, whole sentences may not."""
    unquoted = {text: re.sub(r"“.*?”", "", text) for text in SAID}
    assert [text for text, rest in unquoted.items() if len(VIETNAMESE_WORD.findall(rest)) > MOST_TERMS] == []


def test_a_text_is_written_out_and_never_put_together():
    """`_` and `say` may also be given a text marked elsewhere; `N_` marks, so it takes nothing but a text."""
    assembled = [
        saying.where
        for saying in sayings()
        if isinstance(saying.call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
        or (saying.keyword == "N_" and saying.text is None)
    ]
    assert assembled == []


def test_every_place_is_given_its_value():
    wrong = []
    for saying in sayings():
        given = {keyword.arg for keyword in saying.call.keywords}
        spelled_out = saying.text is not None and None not in given and saying.keyword != "N_"
        if spelled_out and given != places(saying.text) and not (filled_later(saying) and not given):
            wrong.append(f"{saying.where}: {sorted(places(saying.text))} to fill, {sorted(given)} given")
    assert wrong == []


def filled_later(saying):
    """A saying whose places are filled when it reaches the code that knows their values, or by `str.format`."""
    return saying.where.split(":")[0] in FILLED_LATER


def test_a_text_inside_an_f_string_is_found(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.py").write_text("f\"<p>{escape(_('Shown here'))}</p>\"\n", "utf-8")
    assert texts(tmp_path) == {"Shown here": ["pages/one.py:1"]}


@pytest.mark.parametrize("file", sorted((ROOT / "data" / "law").rglob("*.yaml")), ids=lambda path: path.name)
def test_the_law_speaks_both_languages(file):
    found = list(law_texts(yaml.safe_load(file.read_text("utf-8")), file.stem))
    assert [at for at, text in found if not (text.get("vi") and text.get("en"))] == []
    assert [at for at, text in found if places(str(text["vi"])) != places(str(text["en"]))] == []


def test_the_catalogue_is_written_so_that_it_reads_back(tmp_path):
    pairs = {"Line {line}: “{value}”": "Dòng {line}: “{value}”", 'Two\nlines and a "quote"': 'Hai\ndòng và "ngoặc"'}
    file = tmp_path / "vi.po"
    file.write_text(written(pairs), "utf-8")
    assert {text: next(iter(found)) for text, found in translations(file, tmp_path).items()} == pairs
