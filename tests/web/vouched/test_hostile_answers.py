"""Answers that do not fit the question: each is refused; honest people come in before and after.

OpenID Connect Core 1.0, RFC 9207, RFC 7636, RFC 8725; row R20 of the abuses tried.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from motcua.people.models import IdentityProvider
from motcua.web import vouched
from tests.web.portals import text_of
from tests.web.vouched.browsing import BACK, BEGIN, is_honest, is_in, question
from tests.web.vouched.conftest import configured
from tests.web.vouched.twin import SECRET, Behaviour, Change, Twin, an_ec_key, hmac_with, unsigned

pytestmark = pytest.mark.django_db
Attack = Callable[[Twin], Behaviour]


def claims(change: Change) -> Attack:
    return lambda twin: Behaviour(claims=change)


def header(**said: Any) -> Attack:
    return lambda twin: Behaviour(header=lambda header: header.update(said))


def without(name: str) -> Attack:
    return claims(lambda said: said.pop(name))


def with_(**said: Any) -> Attack:
    return claims(lambda claims: claims.update(said))


def signed_by_another(twin: Twin) -> Behaviour:
    return Behaviour(sign=lambda said, header: twin.token(said, header, twin.other))


def own_key_in_the_header(twin: Twin) -> Behaviour:
    jwk = twin.other.as_dict(private=False)
    return Behaviour(sign=lambda said, header: twin.token(said, {**header, "jwk": jwk}, twin.other))


def with_the_public_key_as_secret(twin: Twin) -> Behaviour:
    return Behaviour(sign=hmac_with(twin.key.as_pem(private=False)))


def of_another_kind(twin: Twin) -> Behaviour:
    key = an_ec_key()
    return Behaviour(sign=lambda said, header: twin.token(said, {**header, "alg": "ES256"}, key))


def changed_after_signing(twin: Twin) -> Behaviour:
    def sign(said: dict[str, Any], header: dict[str, Any]) -> str:
        first, _, last = twin.token(said, header).split(".")
        _, other, _ = twin.token({**said, "sub": "subject-2"}, header).split(".")
        return f"{first}.{other}.{last}"

    return Behaviour(sign=sign)


def moved(name: str, seconds: int) -> Attack:
    return claims(lambda said: said.update({name: int(time.time()) + seconds}))


TOKENS: dict[str, Attack] = {
    "alg none": lambda twin: Behaviour(sign=unsigned),
    "HS256 with the public key": with_the_public_key_as_secret,
    "HS256 with our own secret": lambda twin: Behaviour(sign=hmac_with(SECRET.encode())),
    "signed by another key": signed_by_another,
    "a key of another kind": of_another_kind,
    "key in the header (jwk)": own_key_in_the_header,
    "unknown kid": header(kid="somebody"),
    "kid that is a path": header(kid="../../etc/passwd"),
    "address of keys (jku)": lambda twin: Behaviour(
        header=lambda said: said.update(kid="x", jku=f"{twin.issuer}/elsewhere")
    ),
    "address of a certificate (x5u)": lambda twin: Behaviour(
        header=lambda said: said.update(kid="x", x5u=f"{twin.issuer}/elsewhere")
    ),
    "an access token (at+jwt)": header(typ="at+jwt"),
    "a logout token": header(typ="logout+jwt"),
    "changed after signing": changed_after_signing,
    "no token": lambda twin: Behaviour(answer=lambda said: said.pop("id_token")),
    "not a token": lambda twin: Behaviour(answer=lambda said: said.update(id_token="a.b")),
    "a list for a token": lambda twin: Behaviour(answer=lambda said: said.update(id_token=[])),
    "another issuer": with_(iss="https://elsewhere.example"),
    "issuer with a slash more": lambda twin: Behaviour(
        claims=lambda said: said.update(iss=f"{twin.issuer}/")
    ),
    "no issuer": without("iss"),
    "for another client": with_(aud="somebody"),
    "for others too": with_(aud=["motcua", "somebody"], azp="motcua"),
    "for nobody": without("aud"),
    "another authorized party": with_(azp="somebody"),
    "ended": moved("exp", -62),
    "never ending": without("exp"),
    "issued at no time": without("iat"),
    "issued in the future": moved("iat", 70),
    "issued long ago": moved("iat", -700),
    "not yet valid": moved("nbf", 70),
    "no nonce": without("nonce"),
    "another nonce": with_(nonce="of another question"),
    "no subject": without("sub"),
    "an empty subject": with_(sub=" "),
    "a number for a subject": with_(sub=1),
    "an endless subject": with_(sub="x" * 256),
    "another access token": lambda twin: Behaviour(
        answer=lambda said: said.update(access_token="access-2")
    ),
    "particulars of somebody else": lambda twin: Behaviour(
        info=lambda said: said.update(sub="subject-2")
    ),
    "a redirect at the token endpoint": lambda twin: Behaviour(redirects="/token"),
    "a redirect at userinfo": lambda twin: Behaviour(redirects="/me"),
    "an endless answer": lambda twin: Behaviour(huge="/me"),
    "a logout event": with_(events={"http://schemas.openid.net/event/backchannel-logout": {}}),
}


@pytest.mark.parametrize("attack", TOKENS.values(), ids=TOKENS.keys())
def test_a_token_that_does_not_fit_lets_nobody_in(
    attack: Attack, twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    before = is_honest(twin)
    twin.behaviour = attack(twin)
    answer = client.get(BACK, twin.consent(question(client)))
    twin.behaviour = Behaviour()

    assert answer.status_code in (422, 503)
    assert not is_in(client)
    assert before
    assert is_honest(twin)


def no_state(said: dict[str, Any]) -> None:
    del said["state"]


ANSWERS: dict[str, Change] = {
    "no state": no_state,
    "another state": lambda said: said.update(state="x" * 43),
    "two states": lambda said: said.update(state=[said["state"], said["state"]]),
    "no code": lambda said: said.pop("code"),
    "two codes": lambda said: said.update(code=[said["code"], "other"]),
    "another code": lambda said: said.update(code="stolen"),
    "another issuer": lambda said: said.update(iss="https://elsewhere.example"),
    "no issuer though one was promised": lambda said: said.pop("iss"),
    "an error beside the code": lambda said: said.update(error="server_error"),
    "an error": lambda said: (said.pop("code"), said.update(error="login_required")),
    "a refusal": lambda said: (said.pop("code"), said.update(error="access_denied")),
}


@pytest.mark.parametrize("change", ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_that_does_not_fit_lets_nobody_in(
    change: Change, twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    before = is_honest(twin)
    answer: dict[str, Any] = dict(twin.consent(question(client)))
    change(answer)

    assert client.get(BACK, answer).status_code == 422
    assert not is_in(client)
    assert before
    assert is_honest(twin)


def test_an_answer_counts_once(twin: Twin, provider: IdentityProvider) -> None:
    client = Client()
    answer = twin.consent(question(client))
    twin.behaviour = Behaviour(lax=True)
    first = client.get(BACK, answer)
    client.post("/dang-xuat")

    assert first.status_code == 302
    assert client.get(BACK, answer).status_code == 422
    assert not is_in(client)


def test_an_answer_to_somebody_elses_question_counts_for_nobody(
    twin: Twin, provider: IdentityProvider
) -> None:
    attacker, victim = Client(), Client()
    question(victim)

    assert victim.get(BACK, twin.consent(question(attacker))).status_code == 422
    assert not is_in(victim)


@pytest.mark.parametrize("lax", [False, True], ids=["by PKCE", "by the nonce"])
def test_a_code_of_somebody_else_is_worth_nothing_here(
    lax: bool, twin: Twin, provider: IdentityProvider
) -> None:
    attacker, victim = Client(), Client()
    stolen = twin.consent(question(victim))
    own = twin.consent(question(attacker))
    twin.behaviour = Behaviour(lax=lax)

    assert attacker.get(BACK, own | {"code": stolen["code"]}).status_code == 422
    assert not is_in(attacker)


def test_an_answer_that_comes_too_late_is_asked_for_again(
    twin: Twin, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    answer = twin.consent(question(client))
    monkeypatch.setattr(vouched, "now", lambda: now() + timedelta(seconds=601))

    assert client.get(BACK, answer).status_code == 422
    assert not is_in(client)


def test_an_answer_at_the_address_of_another_provider_is_refused(
    twin: Twin, provider: IdentityProvider
) -> None:
    other = Twin()
    configured(other.issuer, "khac")
    other.stop()
    client = Client()
    answer = twin.consent(question(client))

    assert client.get("/dang-nhap/dinh-danh/khac/tro-ve", answer).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    ("said", "comes_in"),
    [
        ({"exp": -55}, True),
        ({"iat": 55, "exp": 300}, True),
        ({"nbf": 55}, True),
        ({"exp": -65}, False),
        ({"iat": 65, "exp": 300}, False),
        ({"nbf": 65}, False),
    ],
)
def test_clocks_may_differ_by_a_minute_and_no_more(
    said: dict[str, int], comes_in: bool, twin: Twin, provider: IdentityProvider
) -> None:
    client = Client()
    moments = {name: int(time.time()) + seconds for name, seconds in said.items()}
    twin.behaviour = Behaviour(claims=lambda claims: claims.update(moments))
    client.get(BACK, twin.consent(question(client)))

    assert is_in(client) is comes_in


def test_a_flood_of_unknown_keys_asks_the_provider_once_a_minute(
    twin: Twin, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_before = twin.keys_asked
    twin.behaviour = Behaviour(header=lambda said: said.update(kid=f"kid-{time.time_ns()}"))
    later = now() + timedelta(seconds=61)
    monkeypatch.setattr(vouched, "now", lambda: later)
    for _ in range(20):
        client = Client()
        client.get(BACK, twin.consent(question(client)))

    assert twin.keys_asked - asked_before == 1


def test_a_new_key_of_the_provider_is_learned_by_itself(
    twin: Twin, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin.kid = "second"
    later = now() + timedelta(seconds=61)
    monkeypatch.setattr(vouched, "now", lambda: later)
    client = Client()
    client.get(BACK, twin.consent(question(client)))

    assert is_in(client)


@pytest.mark.parametrize(
    "behaviour",
    [Behaviour(breaks="/token"), Behaviour(breaks="/me"), Behaviour(waits=1.0)],
    ids=["broken", "half broken", "silent"],
)
def test_a_provider_that_is_away_is_said_in_words_and_holds_nothing_up(
    behaviour: Behaviour,
    twin: Twin,
    provider: IdentityProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from motcua.people import identity_provider

    client = Client()
    answer = twin.consent(question(client))
    monkeypatch.setattr(identity_provider.Patience.__init__, "__defaults__", (0.3,))
    twin.behaviour = behaviour
    page = client.get(BACK, answer)

    assert page.status_code == 503
    assert "đang không trả lời" in text_of(page.content)
    assert 'name="password"' in page.content.decode()
    assert not is_in(client)


def test_a_button_of_a_provider_that_never_answered_says_so(
    twin: Twin, provider: IdentityProvider
) -> None:
    IdentityProvider.objects.update(metadata=None)

    assert Client().get(BEGIN).status_code == 503
    assert "định danh quốc gia" not in text_of(Client().get("/dang-nhap").content)
