from __future__ import annotations

import socket
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from openai_server import Server, running

from models.openai_writer import OpenAIWriter
from summarizer.errors import AddressNotLocal, ModelError, WriterUnavailable

SECRET = "Sylvie Durand, allergie à la pénicilline"


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as server:
        yield server


def writer(server: Server, **settings: Any) -> OpenAIWriter:
    return OpenAIWriter(server.address, **{"pause": 0.01, **settings})


def test_texts_come_in_the_order_of_prompts_cut_at_the_stop_string(server: Server) -> None:
    prompts = [f"Source\npassage {number}" for number in range(20)]
    assert writer(server).write(prompts, max_new_tokens=30) == tuple(f"PASSAGE {number}" for number in range(20))


def test_it_asks_for_the_likeliest_text(server: Server) -> None:
    writer(server, stop=("\n",)).write(["bonjour"], max_new_tokens=30)
    (body,) = server.bodies
    assert body["model"] == "local-model"
    assert (body["temperature"], body["max_tokens"], body["stop"], body["stream"]) == (0, 30, ["\n"], False)


def test_the_model_may_be_named_after_the_address(server: Server) -> None:
    named = OpenAIWriter(f"{server.address}#grand")
    named.write(["bonjour"], max_new_tokens=5)
    assert named.card.name == server.bodies[0]["model"] == "grand"


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_server_without_chat_gets_the_text_to_complete(server: Server, status: int) -> None:
    server.no_chat = status
    assert writer(server).write(["un", "deux", "trois"], max_new_tokens=5) == ("UN", "DEUX", "TROIS")
    assert server.paths.count("/v1/chat/completions") == 1
    assert [body["prompt"] for body in server.bodies[:1]] == ["un"]


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.faults = [503, 429]
    assert writer(server).write(["un"], max_new_tokens=5) == ("UN",)
    assert len(server.bodies) == 3


def test_a_server_that_stays_busy_is_given_up(server: Server) -> None:
    server.faults = [503] * 10
    with pytest.raises(WriterUnavailable, match="3 tries"):
        writer(server, tries=3).write([SECRET], max_new_tokens=5)
    assert len(server.bodies) == 3


def test_no_server_is_a_failure_that_may_pass() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1#any"
        with pytest.raises(WriterUnavailable) as caught:
            OpenAIWriter(address, tries=2, pause=0.01).write([SECRET], max_new_tokens=5)
    assert caught.value.retry
    assert_says_nothing(caught.value)


@pytest.mark.parametrize("answer", [[], {}, {"choices": []}, {"choices": [{"message": None}]}, {"choices": 3}, "non"])
def test_an_answer_of_another_shape_is_an_error(server: Server, answer: Any) -> None:
    server.answer = answer
    with pytest.raises(ModelError, match="another shape") as caught:
        writer(server).write([SECRET], max_new_tokens=5)
    assert_says_nothing(caught.value)


def test_a_model_that_answers_nothing_writes_nothing(server: Server) -> None:
    server.answer = {"choices": [{"message": {"role": "assistant", "content": None}}]}
    assert writer(server).write(["un"], max_new_tokens=5) == ("",)


def test_a_refusal_does_not_repeat_the_prompt(server: Server) -> None:
    server.faults = [400, 400]
    with pytest.raises(ModelError, match="HTTP 400") as caught:
        writer(server).write([SECRET], max_new_tokens=5)
    assert_says_nothing(caught.value)


def test_a_redirection_is_not_followed(server: Server) -> None:
    with running(Server()) as elsewhere:
        server.redirect_to = f"{elsewhere.address}/chat/completions"
        with pytest.raises(ModelError, match="HTTP 307"):
            writer(server).write([SECRET], max_new_tokens=5)
        assert elsewhere.bodies == []


def test_a_proxy_of_the_environment_is_not_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Server()) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address.removesuffix("/v1"))
        monkeypatch.setenv("ALL_PROXY", proxy.address.removesuffix("/v1"))
        writer(server).write([SECRET], max_new_tokens=5)
        assert (len(server.bodies), proxy.paths) == (1, [])


def test_an_address_outside_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(AddressNotLocal):
        OpenAIWriter("http://8.8.8.8:1/v1#any", tries=1)


def test_an_address_outside_may_be_allowed() -> None:
    assert OpenAIWriter("http://8.8.8.8:1/v1#any", allow_remote=True).card.name == "any"


def test_a_key_is_sent_and_never_shown(server: Server) -> None:
    secret = writer(server, api_key="abc123")
    secret.write(["un"], max_new_tokens=5)
    assert server.headers[0]["authorization"] == "Bearer abc123"
    assert "abc123" not in repr(secret)


def test_a_server_without_model_is_an_error(server: Server) -> None:
    server.models = ()
    with pytest.raises(ModelError, match="no model"):
        writer(server)


def assert_says_nothing(error: BaseException) -> None:
    """The error and its causes, as a log would print them, hold nothing of the prompt."""
    printed = "".join(traceback.format_exception(error))
    assert "Sylvie" not in printed
    assert "pénicilline" not in printed
