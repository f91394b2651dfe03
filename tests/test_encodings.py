"""Which encoding a text is in, and what is no text."""

import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from align.encodings import decode
from align.errors import ReadError
from align.readers import refuse_other_formats
from align.readers.stream import TextStream

TEXT = "Été : « l’œuvre » coûte 12 €\r\nÀ bientôt\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_every_encoding_gives_the_same_text(encoding):
    assert decode(TEXT.encode(encoding), name="x") == TEXT


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_mark_is_no_part_of_the_text(mark):
    assert decode("\ufeffOui".encode(mark), name="x") == "Oui"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_utf_8_comes_back(text):
    assert decode(text.encode(), name="x") == text.removeprefix("\ufeff")


@given(st.binary(max_size=60))
def test_any_bytes_are_a_text_or_one_sentence(data):
    said = ""
    try:
        decode(data, name="some.txt")
    except ReadError as error:
        said = str(error)
    assert not said or re.fullmatch(r"some\.txt\b.*\.", said)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"abc\0def", "byte 3 is NUL.*binary"),
        (b"\x01\x02\x03\x04 abc", "control characters"),
        (b"".join(k.to_bytes(2, "little") for k in range(32)) * 9, "control characters"),
        (b"".join(k.to_bytes(2, "big") for k in range(32)) * 9, "control characters"),
        (b"Bonjour.\nLa ville\x81\n", r"line 2: byte 17 \(0x81\).*UTF-8.*Windows-1252"),
        (b"caf\xe9\r\nth\xe9\r\nvin\x8d", r"line 3: byte 14 \(0x8d\).*UTF-8.*Windows-1252"),
        (b"\xff\xfeO\0u\0i\0\n\0a", "line 2: byte 10 .*UTF-16-LE.*first bytes announce"),
        (b"\xef\xbb\xbfOui\n\xe9", "line 2: byte 7 .*UTF-8.*first bytes announce"),
    ],
)
def test_what_is_no_text_says_where(data, message):
    with pytest.raises(ReadError, match=f"^some.txt.*{message}"):
        decode(data, name="some.txt")


DAMAGED = [
    "L’été à Nîmes, « c’est fini »…",
    "It’s a page of English with one quotation mark.",
    "Emoji 😀 alone",
    "ÉTÉ À NÎMES",
    "À Berlin",
    "Il est mort à Osaka.",
    "12\u00a0kg",
    "32 °C",
    "Съешь ещё этих мягких французских булок",
    "東京へ行きました",
]


@pytest.mark.parametrize("text", DAMAGED)
@pytest.mark.parametrize(
    "bad", [b"\xed\xa0\xbd", b"\xed\xb8\x80", b"\xe9", b"\xff", b"\x92", b"\xc3", b"\xe2\x80"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_bad_byte_does_not_change_the_encoding(text, bad, end):
    lines = [f"Un.{end}".encode(), text.encode() + b" ", bad, f" bon{end}".encode()]
    place = len(lines[0]) + len(lines[1])
    with pytest.raises(ReadError) as caught:
        decode(b"".join(lines), name="some.txt")
    where = rf"some\.txt, line 2: byte {place} \(0x{bad[0]:02x}\) is not UTF-8, .*"
    assert re.fullmatch(where + r"UTF-8 throughout was expected\.", str(caught.value))


def test_a_surrogate_among_ascii_is_no_other_encoding():
    with pytest.raises(ReadError, match=r"^x, line 1: byte 3 \(0xed\) is not UTF-8"):
        decode(b"Il \xed\xa0\xbd pleut.", name="x")


def test_a_text_cut_short_within_a_character():
    with pytest.raises(ReadError, match=r"^x, line 1: byte 7 \(0xc3\) is not UTF-8"):
        decode("Il a été".encode()[:-1].replace("é".encode(), b"e"), name="x")


def test_two_encodings_in_one_file():
    both = "Déjà vu.\n".encode("cp1252") * 50 + "« Déjà » vu.\n".encode()
    with pytest.raises(
        ReadError, match=r"^x, line 1: byte 1 \(0xe9\) is not UTF-8, though 4 other"
    ):
        decode(both, name="x")


@pytest.mark.parametrize(
    "text",
    [
        "Été : « l’œuvre » coûte 12 €\n",
        "« CAFÉ\u00a0», « É… »",
        "la beauté d’été\u00a0»",
        "LE CAFÉ\u00a0»",
        "“À la fin”… dit-il, l’air fâché",
        "Les lettres «\u00a0À\u00a0», «\u00a0Â\u00a0», «\u00a0É\u00a0»",
        "IRMÃ» e MANHÃ… em São João da Conceição",
        "así\u00a0» y aquí»…",
        "Straße» und Fluß… ÄÖÜ„“",
        "É\u00e9 à ç ù",
        "LIBERTÉ\u00a0! ÉGALITÉ\u00a0! FRATERNITÉ\u00a0!",
        "Sí…¿quién es?",
        "AMANHÃ—disse ele, então",
        "un smart phone – l’idée — d’Agnès",
    ],
)
def test_windows_1252_stays(text):
    assert decode(text.encode("cp1252"), name="x") == text


OLD = "Voilà l’été : « Où êtes-vous ? » dit-il. Ça coûte 3 € à Étretat, ma sœur…\r\n"
DOS = "Voilà l'été : « Où êtes-vous ? » dit-il. Ça coûte 3 sous à Étretat.\n"
ENGLISH = "“Don’t wait,” she said—but it’s late… “The naïve café’s closed.”\r"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(OLD, "mac_roman"), (ENGLISH, "mac_roman"), (DOS, "cp850"), (DOS, "cp437")],
)
@pytest.mark.parametrize("piece", [1, 7, 1 << 18])
def test_macintosh_and_dos(text, encoding, piece):
    data = text.encode(encoding, "replace")
    text = data.decode(encoding)
    assert decode(data, name="x") == text
    assert "".join(TextStream(io.BytesIO(data), name="x", piece=piece).pieces()) == text


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15"])
@pytest.mark.parametrize("piece", [1, 7, 1 << 18])
@pytest.mark.parametrize(
    "text",
    [
        "Le cœur a ses raisons. Sa sœur a lu ses œuvres, et le prix est de 20 €.\n",
        "LE CŒUR ET L'ŒUVRE, À L'HAŸ-LES-ROSES.\n",
        "L'été, il coûte 20 €.\n",
        "Žižka, Miloš Zeman, Škoda et ma sœur.\n",
        "L'été est né à côté, déjà.\n",
    ],
)
def test_iso_8859_15(text, piece, encoding):
    data = text.encode(encoding)
    assert decode(data, name="x") == text
    assert "".join(TextStream(io.BytesIO(data), name="x", piece=piece).pieces()) == text


@pytest.mark.parametrize(
    "text", ["¼ de litre, ½ café\n", "Été : 1 ½ h, 2½ h, ¾, 3h½\n", "¦, ¨, ´ et ¸"]
)
def test_fractions_and_accents_alone_are_no_letters(text):
    assert decode(text.encode("cp1252"), name="x") == text


@pytest.mark.parametrize(
    "text",
    [
        "“So,” he said… “and then…” — well…\n" * 3,
        "La canción del niño se oyó allí.\n",
        "Fünf Männer aßen Käse in Köln.\n",
        "Não há maçãs no chão; põe-as lá.\n",
        "Blåbær på øya er søte.\n",
        "Czech ž and š, as in Dvořák’s Ženy.\n".replace("ř", "r"),
        "l’été",
    ],
)
def test_other_languages_in_windows_1252(text):
    assert decode(text.encode("cp1252"), name="x") == text


@pytest.mark.parametrize("encoding", ["shift_jis", "cp1251", "koi8_r", "cp866", "big5"])
def test_another_script_is_no_macintosh(encoding):
    text = "abcテスト東京へ行きました" if encoding == "shift_jis" else "abc москва и лес"
    text = "abc東京漢字試驗" if encoding == "big5" else text
    data = text.encode(encoding) * 9
    try:
        found = decode(data, name="x")
    except ReadError:
        return
    assert found == data.decode("cp1252")


# Words with the signs that French puts before and after them, and numbers with those of units.
WORDS = st.text(st.sampled_from("abcdéèêàçîôûù"), min_size=1, max_size=6)
WORDS |= st.sampled_from(["à", "ô", "É", "œuf", "sœur", "L’", "Été", "ÇA", "aujourd’hui", "Ô", "À"])
NUMBERS = st.sampled_from(["°C", "12°", "€2", "1\u00a0€", "n°\u00a01", "°", "€", "12€", "§\u00a04"])
WESTERN = st.lists(
    st.tuples(
        st.sampled_from(["", "«\u00a0", "«", "“", "–\u00a0", "—", "(", "…"]),
        WORDS | NUMBERS,
        st.sampled_from(["", "\u00a0»", "»", "…", "”", "’", "”…", "\u00a0»…", "\u00a0!", ".", ")"]),
        st.sampled_from([" ", "\u00a0", "\n", "\u00a0\u00a0", " –\u00a0", "—"]),
    ).map("".join),
    min_size=1, max_size=20,
).map("".join)  # fmt: skip


@example("\u00a0à\u00a0\u00a0à\u00a0\u00a0")
@example("\u00a0à\u00a0°Éœ")
@given(WESTERN)
def test_french_in_windows_1252_is_itself_or_valid_utf_8(text):
    data = text.encode("cp1252")
    try:
        expected = data.decode("utf-8")
    except UnicodeDecodeError:
        expected = text
    assert decode(data, name="x") == expected


@given(
    st.text(st.sampled_from("abc éàç’«\u00a0»…жщ語😀\n"), min_size=1, max_size=60),
    st.sampled_from([b"\xed\xa0\xbd", b"\xe9", b"\xff", b"\x92", b"\x80\x80"]),
    st.integers(0, 60),
    st.integers(1, 9),
)
def test_a_damaged_text_is_never_garbled(text, bad, place, piece):
    """Neither whole nor in pieces: an error, or the characters of the text are still there."""
    characters = [character.encode() for character in text]
    place = min(place, len(characters))
    data = b"".join([*characters[:place], bad, *characters[place:]])
    beyond = sum(len(character) > 1 for character in characters)
    for read in (
        lambda: decode(data, name="x"),
        lambda: "".join(TextStream(io.BytesIO(data), name="x", piece=piece).pieces()),
    ):
        try:
            found = read()
        except ReadError as error:
            assert re.match(r"x, line \d+: byte \d+ \(0x", str(error))  # noqa: PT017
        else:
            assert beyond <= len(bad)
            assert found == data.decode("cp1252")


@example(b"%PDF-", 1)
@given(st.binary(max_size=80), st.integers(1, 9))
def test_pieces_are_decoded_as_the_whole_is(data, piece):
    def outcome(read):
        try:
            return read()
        except ReadError as error:
            return str(error)

    def whole():
        text = decode(data, name="x")
        refuse_other_formats(text, name="x")
        return text

    assert outcome(
        lambda: "".join(TextStream(io.BytesIO(data), name="x", piece=piece).pieces())
    ) == outcome(whole)
