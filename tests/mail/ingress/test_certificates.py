import ssl

import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.errors import CertificateError
from bartizan.mail.ingress.certificates import tls_context
from bartizan.mail.settings import GatewaySettings


def test_one_is_made_once_and_only_we_can_read_it(tmp_path):
    settings = GatewaySettings(host_name="mx." + "long" * 20 + ".example")
    context = tls_context(settings, tmp_path / "data", SystemClock())
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    made = tmp_path / "data" / "mail-tls.pem"
    assert made.stat().st_mode & 0o077 == 0
    before = made.read_bytes()
    tls_context(settings, tmp_path / "data", SystemClock())
    assert made.read_bytes() == before
    assert [path.name for path in made.parent.iterdir()] == ["mail-tls.pem"]


def test_the_configured_one_is_used(tmp_path):
    tls_context(GatewaySettings(), tmp_path, SystemClock())
    pem = tmp_path / "mail-tls.pem"
    settings = GatewaySettings(certificate=pem, private_key=pem)
    tls_context(settings, tmp_path / "unused", SystemClock())
    assert not (tmp_path / "unused").exists()


def test_files_that_cannot_be_used_are_named(tmp_path):
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    with pytest.raises(CertificateError, match=r"broken\.pem"):
        tls_context(GatewaySettings(certificate=broken), tmp_path, SystemClock())
