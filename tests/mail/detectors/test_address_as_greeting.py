def test_case(case, check):
    check(case)
