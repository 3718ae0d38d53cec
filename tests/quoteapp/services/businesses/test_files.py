"""Whole files as people have them: each is imported as its bytes stand on a disk, twice."""

import pytest

from quoteapp.extensions import db
from quoteapp.models import Business
from tests.imports import load_file, rows
from tests.rows import for_every

pytestmark = pytest.mark.usefixtures("app")

EXCEL_EUROPE = """sep=;
Company;Phone Number;Category;Postal Code;Website
Peña & Sons Plumbing;4085552001,0;Plumbing;95126,0;https://example.com
"Bright, Inc";4,085552002E+09;Electrician;95014,0;
"""
EXCEL_TEXT = "Business Name\tTel\tTrade\tZip Code\r\nA-1 Roofing\t4085552003\tRoofing\t2139\r\n"
GOOGLE_SHEETS = """\
Timestamp,Business Name,Phone Number,Type of business,ZIP Code
11/3/2026 14:02:11,Ann's Cleaning,'(408) 555-2004,House Cleaning,'95126
11/3/2026 14:05:40,"Ray \u201cThe Key\u201d Lee",+1 408-555-2005,Locksmith,95126.0
"""
YELP_LIKE = """\
id,alias,name,url,rating,categories,display_phone,phone,zip_code,latitude
x1,joe-hvac,Joe HVAC,https://example.com/1,4.5,"[Heating & Air Conditioning/HVAC, Water Heaters]",\
(408) 555-2006,+14085552006,95126,37.3
x2,moves,Moves!,https://example.com/2,4.0,"Movers, Packing Services",(408) 555-2007,\
4.085552007E+09,95014-1234,37.3
"""
BY_HAND = """
  NAME |  phone no. |  service | zip

 Bob\u00a0the\u200b Painter | 408.555.2008 x12 | painting | 95126
 Green Thumb | (408)\u00a0555\u20112009 | yard work | "95126"
"""
SPANISH = """\
Nombre del negocio;Teléfono;Oficio;Código Postal;Id externo
Plomería López;(408) 555-2010;Plomería;95126;A-7
Jardines del Sur;1 408 555 2011;JARDINERÍA;00601;A-8
"""
DATABASE = '''\
"external_id","company_name","telephone","trade","zip"
"00017","=""Quoted"" Carpentry","=""4085552012""","carpenter","=""02139"""
'''


def imported(data: bytes) -> list[tuple[str, str, str, str]]:
    db.session.execute(Business.__table__.delete())
    db.session.commit()
    first, again = load_file(data), load_file(data)
    assert (first.problems, again.problems) == ([], [])
    found = rows()
    assert first.did == (len(found), 0, 0, 0)
    assert again.did == (0, 0, len(found), 0)
    return found


def test_files_as_people_have_them_are_understood_and_can_come_twice():
    def body(data, expected):
        assert imported(data) == expected

    bob = [
        ("Bob the Painter", "+14085552008", "painter", "95126"),
        ("Green Thumb", "+14085552009", "landscaper", "95126"),
    ]
    europe = [
        ("Peña & Sons Plumbing", "+14085552001", "plumber", "95126"),
        ("Bright, Inc", "+14085552002", "electrician", "95014"),
    ]
    sheets = [
        ("Ann's Cleaning", "+14085552004", "house cleaner", "95126"),
        ("Ray “The Key” Lee", "+14085552005", "locksmith", "95126"),
    ]
    roof = [("A-1 Roofing", "+14085552003", "roofer", "02139")]
    yelp = [
        ("Joe HVAC", "+14085552006", "HVAC technician", "95126"),
        ("Moves!", "+14085552007", "moving company", "95014"),
    ]
    spanish = [
        ("Plomería López", "+14085552010", "plumber", "95126"),
        ("Jardines del Sur", "+14085552011", "landscaper", "00601"),
    ]
    wood = [('="Quoted" Carpentry', "+14085552012", "carpenter", "02139")]
    table = [
        (EXCEL_EUROPE.encode("windows-1252"), europe),
        (EXCEL_EUROPE.replace("\n", "\r\n").encode("utf-8-sig"), europe),
        (EXCEL_TEXT.encode("utf-16"), roof),  # Excel's “Unicode Text”
        (EXCEL_TEXT.encode("utf-16-be"), roof),  # without the mark
        (EXCEL_TEXT.replace("\r\n", "\r").encode("utf-16-le"), roof),
        (EXCEL_TEXT.replace("\r\n", "\r").encode(), roof),  # an old Mac's line ends
        (GOOGLE_SHEETS.encode(), sheets),
        (GOOGLE_SHEETS.encode("windows-1252"), sheets),
        (YELP_LIKE.encode(), yelp),
        (BY_HAND.encode(), bob),
        (BY_HAND.encode("utf-16"), bob),
        (SPANISH.encode(), spanish),
        (SPANISH.encode("windows-1252"), spanish),
        (DATABASE.encode(), wood),
    ]
    for_every(("data", "expected"), table, body)


def test_what_was_understood_though_it_does_not_stand_there_is_told():
    europe = load_file(EXCEL_EUROPE.encode("windows-1252"))
    roof = load_file(EXCEL_TEXT.encode())

    assert europe.notices == [
        (3, "not UTF-8: such lines are read as Windows-1252"),
        (
            2,
            "the column 'Company' as name, 'Phone Number' as phone, 'Category' as trade, "
            "'Postal Code' as zip",
        ),
    ]
    assert roof.notices[1:] == [
        (2, "the ZIP code '2139' is read as 02139, with the 0 that it lost")
    ]


def test_a_file_of_several_encodings_is_read_line_by_line():
    lines = [b"name,phone,trade,zip\n"]
    lines.append("Café Uno,4085552001,plumber,95126\n".encode())
    lines.append("Café Dos,4085552002,plumber,95126\n".encode("windows-1252"))
    lines.append(b"Caf\x81 Tres,4085552003,plumber,95126\n")  # in neither

    loaded = load_file(b"".join(lines))

    assert [name for name, *_ in rows()] == ["Café Uno", "Café Dos"]
    assert loaded.problems == [
        (4, "the name has a character that is lost: save the file as “CSV UTF-8”")
    ]
