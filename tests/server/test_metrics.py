from bartizan.server.metrics import REQUESTS, exposition


def test_figures_are_exposed_in_prometheus_form(monkeypatch):
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    REQUESTS.labels("GET", "/somewhere", "200").inc()
    assert (
        b'bartizan_server_requests_total{method="GET",route="/somewhere",status="200"}'
        in exposition()
    )
