"""Bad input and bad days: each gets its documented refusal, and nothing else stops."""

import os
import resource
import signal
import subprocess
import threading
import time
from contextlib import ExitStack

import pytest

#: Short patience and small limits, so that every limit can be reached.
SETTINGS = {
    "MAIL__GATEWAY__MESSAGE_LIMIT": "100000",
    "MAIL__GATEWAY__COMMAND_SECONDS": "3",
    "MAIL__GATEWAY__DATA_GRACE_SECONDS": "1",
    "MAIL__GATEWAY__DATA_BYTES_PER_SECOND": "2000",
    "MAIL__GATEWAY__CONNECTIONS_PER_ADDRESS": "20",
}
SLACK = 200 << 20  # the blob store keeps 128 MiB free


def message(subject: str) -> bytes:
    return f"From: a@client.example\r\nSubject: {subject}\r\n\r\nhello".encode()


def _is_greeted(installation) -> bool:
    with installation.talk() as client:
        return client.reply().startswith("220")


@pytest.fixture
def door(shared_installation):
    """An installation; afterwards an honest message must still get through it."""
    yield shared_installation
    # What the test left open must be noticed as closed before a place is free again.
    shared_installation.wait(lambda: _is_greeted(shared_installation), 20)
    subject = f"honest {time.monotonic_ns()}"
    assert shared_installation.send(message(subject)).startswith("250 2.0.0")
    assert shared_installation.settled(query=subject)["state"] in ("delivering", "delivered")


def test_an_oversized_message_is_refused_before_or_after_it_came(door):
    with door.talk() as client:
        client.greet()
        declared = client.ask(b"MAIL FROM:<a@client.example> SIZE=100001")
        assert declared.startswith("552 5.3.4")
        assert client.send(b"x" * 70 + (b"\r\n" + b"y" * 70) * 2000).startswith("552 5.3.4")
        assert client.send(message("small again")).startswith("250")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (b"FLY TO:<moon>", "500 5.5.1"),
        (b"MAIL FROM:a@client.example", "501 5.1.7"),
        (b"MAIL FROM:<a@client.example> SHINY=1", "555 5.5.4"),
        (b"RCPT TO:<b@inside.example>", "503 5.5.1"),
        (b"DATA", "503 5.5.1"),
        (b"MAIL FROM:<a@client.example>\rRSET", "500 5.5.2"),
        (b"NOOP " + b"x" * 5000, "500 5.5.6"),
    ],
)
def test_malformed_commands_are_refused_by_name(door, words, refusal):
    with door.talk() as client:
        client.greet()
        assert client.ask(words).startswith(refusal)


def test_nonsense_without_end_is_hung_up_on(door):
    with door.talk() as client:
        client.greet()
        client.say(b"\x00\xff nonsense\r\n" * 100)
        answers = []
        while answer := client.reply():
            answers.append(answer)
    assert answers[-1].startswith("421 4.7.0")
    assert len(answers) < 100


def test_recipients_beyond_the_limit_are_put_off_and_the_rest_is_served(door):
    with door.talk() as client:
        client.greet()
        client.ask(b"MAIL FROM:<a@client.example>")
        wish = b"".join(b"RCPT TO:<r%d@inside.example>\r\n" % number for number in range(10_000))
        talking = threading.Thread(target=client.socket.sendall, args=(wish,))
        talking.start()
        answers = [client.reply() for _ in range(10_000)]
        talking.join()
    assert [answer[:9] for answer in answers[:1000]] == ["250 2.1.5"] * 1000
    assert {answer[:9] for answer in answers[1000:]} == {"452 4.5.3"}


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n"])
def test_a_message_smuggled_behind_a_false_end_is_refused_whole(door, end):
    mark = f"smuggled {time.monotonic_ns()}"
    hidden = b"MAIL FROM:<boss@inside.example>\r\nRCPT TO:<b@inside.example>\r\nDATA\r\n"
    with door.talk() as client:
        client.greet()
        answer = client.send(message(mark) + end + hidden + message(mark))
    assert answer.startswith(("550 5.6.0", "554 5.6.0", "550 5.5.2", "554 5.5.2", "500"))
    assert door.messages(query=mark) == []


def test_slow_clients_are_let_go(door):
    with door.talk() as idle, door.talk() as dripping:
        idle.greet()
        dripping.greet()
        for words in (b"MAIL FROM:<a@client.example>", b"RCPT TO:<b@inside.example>", b"DATA"):
            dripping.ask(words)
        began = time.monotonic()
        dripping.socket.settimeout(0.2)
        heard = b""
        while not heard and time.monotonic() - began < 20:
            dripping.say(b"x")
            try:
                heard = dripping.socket.recv(200)
            except TimeoutError:
                continue
        assert heard.startswith(b"421 4.4.2")
        assert idle.reply().startswith("421 4.4.2")
        assert time.monotonic() - began < 15


def test_one_address_gets_so_many_connections_and_no_more(door):
    with ExitStack() as stack:
        clients = [stack.enter_context(door.talk()) for _ in range(40)]
        greetings = [client.reply()[:9] for client in clients]
    assert sum(greeting.startswith("220") for greeting in greetings) == 20
    assert greetings.count("421 4.7.0") == 20


def test_a_gateway_that_cannot_write_puts_mail_off_until_it_can(installation, sink):
    installation.start()
    [gateway] = installation.children("gateway")
    assert installation.send(message("before")).startswith("250")
    unlimited = resource.prlimit(gateway, resource.RLIMIT_FSIZE)
    resource.prlimit(gateway, resource.RLIMIT_FSIZE, (100, unlimited[1]))
    assert installation.send(message("meanwhile"))[:3] in ("451", "452")
    resource.prlimit(gateway, resource.RLIMIT_FSIZE, unlimited)
    assert installation.send(message("after")).startswith("250")
    assert installation.children("gateway") == [gateway]
    installation.wait(lambda: len(sink.taken) == 2, 30)
    assert len(installation.messages()) == 2


def test_a_full_disk_puts_mail_off_and_loses_nothing(tmp_path, install, sink):
    """On a file system of its own: first the reserve is touched, then nothing at all is left."""
    folder = tmp_path / "small" / "var"
    folder.mkdir(parents=True)
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={SLACK}", "bartizan-test", str(folder)]
    if subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip("this account may not mount a file system")
    try:
        with install(folder.parent) as installation:
            installation.start()
            assert installation.send(message("before")).startswith("250")
            ballast = folder / "ballast"
            ballast.write_bytes(bytes(SLACK // 2))
            assert installation.send(message("reserve")).startswith("452 4.3.1")
            fill(ballast)
            assert installation.send(message("full"))[:3] in ("451", "452")
            time.sleep(2)
            ballast.unlink()
            installation.wait(lambda: tries(installation), 30)
            installation.wait(lambda: len(sink.taken) == 2, 60)
            assert installation.ask("POST", "/api/v1/audit/verify")["ok"]
            assert installation.stop() == 0
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(ballast) -> None:
    with ballast.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError:
            return


@pytest.mark.peer("initdb")
def test_a_database_that_goes_away_and_comes_back(own_postgres, tmp_path, install, sink):
    settings = {
        "STORAGE__DATABASE_URL": f"{own_postgres.url}/postgres",
        "JOBS__LEASE_SECONDS": "30",  # longer than the outage: whoever delivers goes on delivering
    }
    with install(tmp_path, **settings) as installation:
        installation.start()
        sink.gate.clear()
        assert installation.send(message("before")).startswith("250")
        installation.wait(lambda: sink.waiting == 1, 30)
        own_postgres.stop()
        sink.gate.set()
        assert installation.send(message("meanwhile")).startswith("451 4.3.0")
        installation.wait(lambda: installation.health("ready") == 503, 30)
        assert installation.health("live") == 200
        own_postgres.start()
        installation.wait(lambda: tries(installation), 30)
        installation.wait(lambda: installation.health("ready") == 200, 30)
        installation.wait(lambda: delivered(installation) == 2, 60)
        assert len(sink.taken) == 2, "what was handed over during the outage is not sent again"
        assert installation.ask("POST", "/api/v1/audit/verify")["ok"]
        assert installation.stop() == 0


def delivered(installation) -> int:
    return len(installation.messages(state="delivered"))


def test_a_role_that_dies_is_started_again(installation, sink):
    installation.start()
    for role in ("gateway", "api", "worker"):
        victim = installation.children(role)[0]
        os.kill(victim, signal.SIGKILL)
        wanted = 2 if role == "worker" else 1
        installation.wait(
            lambda role=role, victim=victim, wanted=wanted: (
                len(installation.children(role)) == wanted
                and victim not in installation.children(role)
            ),
            30,
        )
    installation.wait(lambda: installation.answers("/health/ready"), 30)
    installation.wait(lambda: tries(installation), 30)
    installation.wait(lambda: len(sink.taken) == 1, 30)


def tries(installation) -> bool:
    """Send, where somebody listens already."""
    try:
        return installation.send(message("after")).startswith("250")
    except OSError:
        return False


def test_stopping_finishes_what_is_under_way_and_the_next_start_does_the_rest(installation, sink):
    installation.start()
    sent = 0
    with installation.talk() as client, installation.talk() as midway:
        client.greet()
        midway.greet()
        for words in (b"MAIL FROM:<a@client.example>", b"RCPT TO:<b@inside.example>", b"DATA"):
            midway.ask(words)
        midway.say(b"Subject: midway\r\n\r\n")
        for _ in range(40):
            sent += client.send(message("flood")).startswith("250")
        installation.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        midway.say(b"its end\r\n.\r\n")
        assert midway.reply().startswith("250"), "a message under way may come to its end"
        sent += 1
        assert midway.reply().startswith("421")
        assert client.reply().startswith("421 4.3.2")
    assert installation.process.wait(60) == 0
    installation.token = ""
    installation.start()
    installation.wait(lambda: len(sink.taken) >= sent, 60)
    assert len(sink.taken) == sent == 41
    assert installation.stop() == 0
