import pytest

from bartizan.forensics.examination import Sign, Trait, Trouble

BEGIN = '<w:fldChar w:fldCharType="begin"/>'
END = '<w:fldChar w:fldCharType="end"/>'


def details(reading, trait: Trait) -> list[str]:
    return [sign.detail for sign in reading.signs if sign.trait is trait]


def test_text_is_read_by_paragraphs(make, read):
    body = "<w:p><w:r><w:t>Pay &amp;</w:t></w:r><w:t> now</w:t></w:p><w:p><w:t>Bye</w:t></w:p>"
    assert read(make.docx(body)).text == "Pay & now\nBye"


def test_an_honest_document_shows_nothing(make, read):
    relation = make.relation("hyperlink", "https://ok.test/")
    template = make.relation("attachedTemplate", "file:///C:/Users/me/Normal.dotm")
    reading = read(make.docx("<w:p><w:t>Hi</w:t></w:p>", relation + template))
    assert reading.signs == ()
    assert reading.urls == ("https://ok.test/",)


def test_macros(make, read, traits):
    project = make.project('Sub AutoOpen()\nShell "x"\nEnd Sub')
    reading = read(make.docx(word__vbaProject_bin=b"", **{"word__vbaProject.bin": project}))
    assert traits(reading) == ["macro", "macro-runs-by-itself", "macro-suspicious"]


def test_a_damaged_project_is_still_a_macro(make, read, traits):
    broken = b"garbage" + make.vba("Sub AutoOpen()\nEnd Sub")
    reading = read(make.docx(**{"word__vbaProject.bin": broken}))
    assert traits(reading) == ["macro", "macro-runs-by-itself"]
    assert reading.defects[0].trouble is Trouble.BROKEN


def test_a_field_split_over_runs(make, read):
    runs = "".join(
        f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in ("DD", "EAUTO ", "cmd")
    )
    assert details(read(make.docx(BEGIN + runs + END)), Trait.DDE) == ["DDEAUTO cmd"]


def test_a_field_in_a_field(make, read):
    inner = f"{BEGIN}<w:instrText>QUOTE 99 109 100 46</w:instrText>{END}"
    body = f"{BEGIN}<w:instrText>DDE </w:instrText>{inner}{END}"
    assert details(read(make.docx(body)), Trait.DDE)


def test_a_simple_field(make, read):
    body = '<w:fldSimple w:instr="DDEAUTO &quot;c:\\cmd&quot;"><w:r/></w:fldSimple>'
    assert details(read(make.docx(body)), Trait.DDE)


def test_a_sheet_of_macros(make, read, traits):
    content = make.package(
        {
            "xl/workbook.xml": '<sheet name="m" state="veryHidden"/>'
            '<definedName name="_xlnm.Auto_Open">m!$A$1</definedName>',
            "xl/macrosheets/sheet1.xml": "<xm:macrosheet/>",
        }
    )
    assert traits(read(content)) == ["excel-4-macro", "macro-runs-by-itself", "obfuscated"]


def test_a_link_to_a_program_in_a_workbook(make, read):
    content = make.package(
        {"xl/externalLinks/externalLink1.xml": '<ddeLink ddeService="cmd" ddeTopic="/c calc">'}
    )
    assert details(read(content), Trait.DDE) == ['ddeService="cmd" ddeTopic="/c calc"']


def test_a_formula_that_starts_a_program(make, read):
    sheet = "<c><f>cmd|&apos;/c calc&apos;!A0</f></c>"
    assert details(read(make.package({"xl/worksheets/sheet1.xml": sheet})), Trait.DDE)


def test_objects_come_out(make, read):
    packed = make.ole({"\x01Ole10Native": make.native("pay.exe", b"MZ" + bytes(90))})
    reading = read(make.docx(**{"word__embeddings__oleObject1.bin": packed}))
    assert reading.signs == (Sign(Trait.EMBEDDED_OBJECT, "pay.exe"),)
    assert reading.embedded == (("pay.exe", b"MZ" + bytes(90)),)


def test_a_code_on_a_picture_is_read(make, read):
    reading = read(make.docx(**{"word__media__image1.png": make.png("https://x.test/")}))
    assert reading.codes == ("https://x.test/",)
    assert reading.embedded == ()


def test_documents_inside_come_out(make, read):
    reading = read(
        make.docx(
            **{
                "word__embeddings__sheet.xlsx": b"PK inner",
                "word__afchunk1.htm": b"<html>",
            }
        )
    )
    assert [name for name, _ in reading.embedded] == ["sheet.xlsx", "afchunk1.htm"]


@pytest.mark.parametrize("body", ["<w:t" * 200_000, "<w:t>" * 100_000, BEGIN * 50_000])
def test_hostile_markup_is_linear(make, read, body):
    assert read(make.docx(body)) is not None


def test_a_bomb_in_a_document_is_told(make, read):
    reading = read(make.docx("<w:p>" + " " * 40_000_000))
    assert Trouble.TOO_LARGE in {defect.trouble for defect in reading.defects}
