def test_case(case, check):
    check(case)


def test_a_page_that_cannot_be_read_to_its_end(check):
    page = "<div>" * 200_000
    message = f"From: a@b.test\nSubject: x\nContent-Type: text/html\n\n{page}hidden"
    found = {"sentence": "to be read to its end", "weight": 0.06, "where": "html"}
    check({"detector": "malformed_message", "message": message, "found": found})
