import tomllib

from quoteapp.services.businesses.columns import COLUMNS, NAMES, places_of
from tests.rows import every


@every(
    ("header", "expected"),
    [
        ("Company,Tel,Trade,Zip Code", "0123"),
        ("Business Name,Phone Number,Category,Postal Code", "0123"),
        ("Nombre,Teléfono,Categoría,Código Postal", "0123"),
        ("EMPRESA,CELULAR,GIRO,C.P.", "0123"),
        ("razón social,número de teléfono,oficio,cp", "0123"),
        ("business_name,phone-number,service type,ZIP/Postal Code", "0123"),
        ("\u200bName\ufeff,Ph\u00adone,\u00a0Trade\u00a0,Zip", "0123"),
        # Of several the best, wherever it stands; of two alike the first.
        ("Mobile,Phone,Company,Name,Zip,Trade", "3154"),
        ("Name,Phone,Phone,Trade,Zip", "0134"),
        ("Name,Phone,Trade,Zip,External ID", "01234"),
        # An ID may be the number of the row.
        ("ID,Name,Phone,Trade,Zip", "1234"),
        ("Name,Phone", "01"),
        ("Names,Phones,Trades,Zips", ""),
    ],
)
def test_columns_are_known_by_what_people_call_them(header, expected):
    places = places_of(header.split(","))

    assert "".join(str(places[column]) for column in COLUMNS if column in places) == expected


def test_no_name_stands_for_two_columns():
    table = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    names = [name for column in table.values() for name in column]

    assert set(table) == set(COLUMNS)
    assert len(names) == len(set(names))
