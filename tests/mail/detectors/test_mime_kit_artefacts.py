def test_case(case, check):
    check(case)


def test_the_same_page_twice(check):
    page = "<p>" + "Hello. " * 40
    parts = "".join(f"--x\nContent-Type: text/html\n\n{page}\n" for _ in range(2))
    message = f"From: a@b.test\nContent-Type: multipart/mixed; boundary=x\n\n{parts}--x--\n"
    found = {"sentence": "twice", "weight": 0.3, "where": "part:2"}
    check({"detector": "mime_kit_artefacts", "message": message, "found": found})
