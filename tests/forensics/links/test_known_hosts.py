import tomllib
from importlib.resources import files

import pytest

from bartizan.forensics.links.known_hosts import Kind, is_free_mail, known

FOLDER = files("bartizan.forensics.links").joinpath("known")


@pytest.mark.parametrize(
    ("host", "path", "kind"),
    [
        ("bit.ly", "", Kind.SHORTENER),
        ("www.bit.ly", "", Kind.SHORTENER),
        ("www.linkedin.com", "/slink", Kind.SHORTENER),
        ("cmail19.com", "", Kind.MAIL_SERVICE),
        ("u1.ct.sendgrid.net", "", Kind.MAIL_SERVICE),
        ("x.weebly.com", "", Kind.FREE_HOSTING),
        ("x.duckdns.org", "", Kind.DYNAMIC_DNS),
        ("mega.nz", "", Kind.FILE_HOST),
        ("b.s3.eu-west-1.amazonaws.com", "", Kind.STORAGE),
        ("docs.google.com", "/forms/d/x", Kind.FORM_BUILDER),
        ("facebook.com", "", Kind.PLATFORM),
        ("gmail.com", "", Kind.OPEN_MAIL),
        ("a.b.top", "", Kind.ABUSED_SUFFIX),
        ("a.top", "", Kind.WORST_SUFFIX),
        ("x.uk.com", "", Kind.ABUSED_SUFFIX),
        ("ad.doubleclick.net", "", Kind.TRACKER),
    ],
)
def test_what_hosts_are_known_for(host, path, kind):
    assert kind in known(host, path)


@pytest.mark.parametrize(
    "host", ["notbit.ly", "bit.ly.evil.test", "xcmail19.com.test", "", "..", "a" * 300]
)
def test_what_only_looks_like_them(host):
    assert not known(host) & {Kind.SHORTENER, Kind.MAIL_SERVICE}


def test_a_service_of_a_larger_host_is_not_the_host():
    assert Kind.SHORTENER not in known("www.linkedin.com", "/in/kate")


def test_every_kind_has_its_file_and_every_entry_stands_once():
    for kind in set(Kind) - {Kind.WORST_SUFFIX}:
        told = tomllib.loads(FOLDER.joinpath(f"{kind}.toml").read_text())
        entries = told["hosts"].split()
        assert entries
        assert all(entry == entry.lower() for entry in entries)
        assert sorted({e for e in entries if entries.count(e) > 1}) == []


def test_the_worst_endings_are_abused_ones():
    told = tomllib.loads(FOLDER.joinpath("abused_suffix.toml").read_text())
    assert set(told["worst"].split()) - set(told["hosts"].split()) == set()


def test_free_mailboxes_are_at_the_very_domain():
    assert is_free_mail("GMail.com")
    assert not is_free_mail("groups.msn.com")
    assert not is_free_mail("paypal.com")
