"""Robots of WeCom, DingTalk and Feishu, and web addresses: where letters may go, and what goes there."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection

from dayan_safety.channels import Letter, NotDelivered, kinds_in_use, robots
from dayan_safety.channels.robots import Robots, check_address, deliver
from dayan_safety.delivery import deliver_notices
from dayan_safety.models import Channel, Delivery
from dayan_safety.notices import notify
from dayan_safety.tests.letters import a_reader

LETTER = Letter("今天到期", "今天到期：清理通道", "0123456789abcdef")
RIGHT = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec3389d7f0a",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/2a9f1b0e-44f2-4d3b-9a53-1f6c9d2b7e11",
    "webhook": "https://hub.example/notices?town=1",
}


class Service(BaseHTTPRequestHandler):
    """Takes what is posted, or refuses it."""

    def do_POST(self) -> None:
        """Keep headers and body."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), json.loads(body)))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_said: Any) -> None:
        """Quiet."""


@pytest.fixture
def service() -> Iterator[Any]:
    """A real web server on this machine."""
    server: Any = HTTPServer(("127.0.0.1", 0), Service)
    server.got, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_to_all(settings: Any) -> None:
    """Robots may be entered; one host may be called."""
    settings.ROBOTS_ARE_ON, settings.WEBHOOK_HOSTS = True, ["hub.example"]


@pytest.mark.parametrize("kind", RIGHT)
def test_the_address_that_the_service_shows_is_taken(kind: str, open_to_all: None) -> None:
    assert check_address(kind, RIGHT[kind]) == ""
    others = [other for other in RIGHT if other != kind]
    assert all(check_address(other, RIGHT[kind]) for other in others)


@pytest.mark.parametrize(
    "address",
    [
        "", "key", "http://hub.example/", "https://127.0.0.1/", "https://localhost/", "https://hub.example:8443/",
        "https://user:secret@hub.example/", "https://hub.example.evil.org/", "ftp://hub.example/", "file:///etc/passwd",
        "https://hub.example@127.0.0.1/", "json://hub.example/",
    ],
)  # fmt: skip
def test_nobody_makes_the_server_call_other_hosts(address: str, open_to_all: None) -> None:
    assert check_address("webhook", address)
    with pytest.raises(NotDelivered):
        Robots("webhook").send(address, LETTER)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a/../b%3Fc"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token="),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/"),
    ],
)
def test_a_robot_without_its_key_is_refused(kind: str, address: str, open_to_all: None) -> None:
    assert check_address(kind, address)


def test_a_letter_is_posted_with_its_key(service: Any) -> None:
    target = f"json://127.0.0.1:{service.server_port}/in?+X-Idempotency-Key={LETTER.message_id}"
    assert deliver(target, LETTER) == ""
    [(headers, body)] = service.got
    assert headers["X-Idempotency-Key"] == LETTER.message_id
    assert (body["title"], body["message"]) == (LETTER.subject, LETTER.body)


def test_a_service_that_refuses_or_is_gone_is_told_in_words(service: Any) -> None:
    service.status = 500
    assert "500" in deliver(f"json://127.0.0.1:{service.server_port}/", LETTER)
    assert deliver("json://127.0.0.1:1/", LETTER)
    assert deliver("nonsense://", LETTER)


def test_only_what_whoever_runs_the_portal_has_opened_is_in_use(settings: Any, open_to_all: None) -> None:
    settings.MAIL_IS_ON = False
    assert kinds_in_use() == ["wecom", "dingtalk", "feishu", "webhook"]
    settings.ROBOTS_ARE_ON, settings.WEBHOOK_HOSTS, settings.MAIL_IS_ON = False, [], True
    assert kinds_in_use() == ["email"]


def test_a_notice_goes_by_every_way_one_has_and_a_failing_one_holds_up_no_other(
    db: None, open_to_all: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_IS_ON = True
    reader, sent = a_reader(), []
    for kind, address in RIGHT.items():
        Channel.objects.create(user=reader, kind=kind, address=address)

    def at_the_edge(target: str, letter: Letter) -> str:
        sent.append(target.partition("://")[0])
        return "no" if target.startswith("dingtalk") else ""

    monkeypatch.setattr(robots, "deliver", at_the_edge)
    notify([reader], key="a", title="x", urgent=True)
    assert deliver_notices() == 4
    assert sorted(sent) == ["dingtalk", "feishu", "jsons", "wecombot"]
    assert dict(Delivery.objects.values_list("channel", "state")) == {
        "inbox": "sent", "email": "sent", "wecom": "sent", "dingtalk": "waiting", "feishu": "sent", "webhook": "sent",
    }  # fmt: skip


def test_a_robots_address_is_a_secret_in_the_database(db: None) -> None:
    Channel.objects.create(user=a_reader(), kind="wecom", address=RIGHT["wecom"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM dayan_safety_channel")
        assert "key=" not in cursor.fetchone()[0]
    assert Channel.objects.get().address == RIGHT["wecom"]
