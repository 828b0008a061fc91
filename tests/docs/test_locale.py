import ast
import gettext as stdlib_gettext
import io
import shutil
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cmcli import i18n
from cmcli.domain.vocabulary import VOCABULARIES
from tools import catalogue

SOURCES = catalogue.SOURCES
LANGUAGES = sorted(catalogue.HEADERS)


def test_every_language_of_the_program_has_a_catalogue() -> None:
    assert sorted(i18n.LANGUAGES) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_whole_and_compiled(language: str) -> None:
    assert catalogue.problems(language) == [], "run: make locale"


def test_what_stands_for_a_value_in_a_command_is_known() -> None:
    assert catalogue.places("next: cm risk close {ref} REASON · A YEAR") == {"REASON"}
    assert catalogue.places("NFRA order, art. 29: cm log CLIENT NOTE, or --into PRODUCT") == {
        "CLIENT", "NOTE", "PRODUCT",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_program_finds_what_the_catalogue_holds(language: str) -> None:
    known, _ = catalogue.read(language)
    found = stdlib_gettext.translation("cm", catalogue.LOCALE, languages=[language])
    for (context, text), forms in known.items():
        if isinstance(text, tuple):
            assert found.ngettext(text[0], text[1], 1) == forms[0]
            assert found.ngettext(text[0], text[1], 7) == forms[-1]
        elif context:
            assert found.pgettext(context, text) == forms[0]
        else:
            assert found.gettext(text) == forms[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("vocabulary", sorted(VOCABULARIES))
def test_a_word_that_is_typed_names_one_code(vocabulary: str, language: str) -> None:
    codes = VOCABULARIES[vocabulary]
    words = [i18n.word_in(language, vocabulary, code).lower() for code in codes]
    assert len(set(words)) == len(codes), words
    other = {word: code for word, code in zip(words, codes, strict=True) if word in codes}
    assert all(word == code.lower() for word, code in other.items()), other


def test_every_word_is_chinese() -> None:
    for vocabulary, codes in VOCABULARIES.items():
        if vocabulary != "risk_level":
            for code in codes:
                word = i18n.word_in("zh_CN", vocabulary, code)
                assert not word.isascii(), f"[{vocabulary}] {code}: make locale, then translate it"


# The check fails when it should -------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Chinese catalogue where it may be spoilt."""
    shutil.copytree(catalogue.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "locale")
    return catalogue.po_path("zh_CN")


def _spoilt(path: Path, old: str, new: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return catalogue.problems("zh_CN")


_ENTRY = 'msgid "no client fits"\nmsgstr "没有符合条件的客户"\n'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (_ENTRY, "", "no translation: 'no client fits'"),
        (_ENTRY, _ENTRY.replace("没有符合条件的客户", ""), "no translation: 'no client fits'"),
        (_ENTRY, f"#, fuzzy\n{_ENTRY}", "fuzzy: 'no client fits'"),
        (_ENTRY, _ENTRY.replace("条件", "{what}"), "other placeholders: 'no client fits'"),
        (_ENTRY, f'{_ENTRY}\nmsgid "gone"\nmsgstr "没了"\n', "no longer in the program: 'gone'"),
        (_ENTRY, _ENTRY.replace("条件", "要求"), "not what the .po compiles to: cm.mo"),
        (_ENTRY, f"# a remark\n{_ENTRY}", "not as `update` writes it: cm.po"),
        ('msgid_plural "{count} days"\n', 'msgid_plural "{count} dayz"\n', "'{count} day'"),
    ],
)
def test_check_names_what_is_wrong(copy: Path, old: str, new: str, says: str) -> None:
    assert any(says in problem for problem in _spoilt(copy, old, new))


def test_update_drops_what_is_no_longer_said_and_keeps_the_rest(copy: Path) -> None:
    catalogue.update("zh_CN")
    before = copy.read_bytes()
    compiled = catalogue.mo_path("zh_CN").read_bytes()
    assert _spoilt(copy, _ENTRY, f'{_ENTRY}\nmsgid "gone"\nmsgstr "没了"\n')
    catalogue.update("zh_CN")
    assert copy.read_bytes() == before
    assert catalogue.mo_path("zh_CN").read_bytes() == compiled


# Everything said goes through the catalogues ------------------------------------------------------


def _calls(tree: ast.AST, names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in names:
                yield name, node


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """The program by the paths of its files."""
    return {
        str(path.relative_to(SOURCES)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCES.rglob("*.py"))
    }


def _unreadable(tree: ast.AST) -> Iterator[str]:
    for name, call in _calls(tree, set(catalogue.KEYWORDS)):
        for text in call.args[: len(catalogue.KEYWORDS[name])]:
            # What gettext is given by name was marked with N_ where it was written.
            named = isinstance(text, ast.Name | ast.Attribute | ast.Subscript | ast.BoolOp)
            if not isinstance(text, ast.Constant) and not (name == "gettext" and named):
                yield f"{call.lineno}: {ast.unparse(call)}"


def test_texts_stand_in_the_calls_that_say_them(modules: dict[str, ast.Module]) -> None:
    found = [f"{name}:{place}" for name, tree in modules.items() for place in _unreadable(tree)
             if name not in ("i18n.py", "views/speech.py")]  # fmt: skip
    assert found == []


_SHOWN = {"Line", "Column", "Span", "Text", "Group", "Sheet", "simple_table"}
_ARGUMENTS = {"Span": 1, "Column": 1, "Line": 2, "Text": 1, "Group": 1, "Sheet": 2}


def _bare(node: ast.AST) -> Iterator[str]:
    """The texts below an argument that no call stands between."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.Tuple | ast.List):
        for child in ast.iter_child_nodes(node):
            if not isinstance(node, ast.IfExp) or child is not node.test:
                yield from _bare(child)


def _untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for name, call in _calls(tree, _SHOWN):
        wanted = {"title", "heading", "note", "more", "hint", "text", "left", "right"}
        places: list[ast.AST] = list(call.args[: _ARGUMENTS.get(name, 2)])
        places += [keyword.value for keyword in call.keywords if keyword.arg in wanted]
        for place in places:
            for text in _bare(place):
                # A command is typed the same in every language.
                said = "" if text.lstrip("– ").startswith("cm ") else text
                if any(word.isalpha() and len(word) > 2 for word in said.split()):
                    yield call.lineno, text


def test_nothing_on_a_page_bypasses_the_catalogues(modules: dict[str, ast.Module]) -> None:
    shown = ("commands", "views", "nouns", "desk", "errors", "reports", "cli", "dialogue")
    found = [f"{name}:{line}: {text!r}" for name, tree in modules.items() if name.startswith(shown)
             for line, text in _untranslated(tree)]  # fmt: skip
    assert len([name for name in modules if name.startswith(shown)]) > 100
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'Line("no client fits")',
        'Span(f"{n} days late", "late")',
        'Column(title="amount")',
        'Sheet((Line(Span("empty" if x else name)),), gettext("next"))',
        'Sheet((), "next: cm undo")',
    ],
)
def test_the_scan_sees_english(source: str) -> None:
    assert list(_untranslated(ast.parse(source)))


@pytest.mark.parametrize("source", ['Span(gettext("empty"), "late")', 'Column("", "right")'])
def test_the_scan_leaves_the_rest_alone(source: str) -> None:
    assert not list(_untranslated(ast.parse(source)))


def test_texts_are_found_in_calls_within_calls() -> None:
    source = 'say("a {b}", b=f(N_("deep")), c=say_n("one", "many", 2)), f"{gettext(\'in\')}"'
    found: list[Any] = [text for _, _, text, _ in
                        catalogue.literals(io.BytesIO(source.encode()), (), (), {})]  # fmt: skip
    assert set(found) == {"a {b}", "deep", ("one", "many"), "in"}


def test_a_value_in_braces_carries_no_format() -> None:
    # `views.speech.filled` puts texts in; a format would be dropped silently.
    for _, text in catalogue.texts():
        for form in (text,) if isinstance(text, str) else text:
            for _, _, layout, conversion in string.Formatter().parse(form):
                assert not layout, form
                assert not conversion, form
