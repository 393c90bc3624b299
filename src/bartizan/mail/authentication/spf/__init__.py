"""SPF (RFC 7208): may this address send mail for that domain?"""
