import socket
import threading

from click.testing import CliRunner

from bartizan.mail.samples import SENDER
from bartizan.mail.send_command import send


class Server(threading.Thread):
    """Takes one connection and answers as a plain SMTP server does."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.lines = []

    def run(self):
        peer, _ = self.listener.accept()
        with peer, self.listener, peer.makefile("rwb", buffering=0) as stream:
            stream.write(b"220 here\r\n")
            content = False
            while line := stream.readline():
                self.lines.append(line)
                content = (content and line != b".\r\n") or line.upper() == b"DATA\r\n"
                if line.upper() == b"QUIT\r\n":
                    stream.write(b"221 bye\r\n")
                    break
                if line.upper() == b"DATA\r\n":
                    stream.write(b"354 go\r\n")
                elif not content:
                    stream.write(b"250 taken\r\n")


def test_each_file_s_answer_is_printed(tmp_path):
    for name in ("one.eml", "two.eml"):
        (tmp_path / name).write_bytes(b"Subject: x\n\nhi\n")
    server = Server()
    server.start()
    files = [str(tmp_path / "one.eml"), str(tmp_path / "two.eml")]
    options = ["--from", "a@example.com", "--to", "b@example.org", "--server", server.address]
    done = CliRunner().invoke(send, [*options, *files])
    server.join(10)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == ["one.eml: 250 taken", "two.eml: 250 taken"]
    assert server.lines.count(b"mail FROM:<a@example.com>\r\n") == 2


def test_the_samples_can_be_sent():
    server = Server()
    server.start()
    done = CliRunner().invoke(send, ["--samples", "--server", server.address])
    server.join(10)
    assert done.exit_code == 0, done.output
    assert len(done.output.splitlines()) >= 10
    assert f"mail FROM:<{SENDER}>\r\n".encode() in server.lines


def test_nothing_to_send_is_a_mistake():
    done = CliRunner().invoke(send, [])
    assert done.exit_code == 2
    assert "FILE" in done.output


def test_nobody_there_is_told_in_a_sentence(tmp_path, free_port):
    (tmp_path / "one.eml").write_bytes(b"x")
    arguments = ["--server", f"127.0.0.1:{free_port}", str(tmp_path / "one.eml")]
    done = CliRunner().invoke(send, arguments)
    assert done.exit_code == 1
    assert "could not be spoken to" in done.output
