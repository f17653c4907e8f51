"""What a provider must be, and what follows from its words, without asking anybody."""

from dataclasses import replace

import pytest

from motcua.people.identity_rules import (
    Provider,
    ProviderMisconfigured,
    check_metadata,
    check_provider,
    is_safe_address,
    particulars_of,
)

ISSUER = "https://dinh-danh.example.vn"
CLAIMS = {"personal_number": "cccd", "full_name": "name"}
LEVELS = {"LoA1": 1, "LoA2": 2, "LoA3": 3}
HONEST = Provider("quoc-gia", "tài khoản", ISSUER, "motcua", "openid", CLAIMS, LEVELS, 2)
PUBLISHED: dict[str, object] = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/a",
    "token_endpoint": f"{ISSUER}/t",
    "jwks_uri": f"{ISSUER}/k",
}


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://dinh-danh.example.vn/x", True),
        ("http://127.0.0.1:8431", True),
        ("http://localhost", True),
        ("http://dinh-danh.example.vn", False),
        ("https://somebody:secret@dinh-danh.example.vn", False),
        ("https://dinh-danh.example.vn/#x", False),
        ("file:///etc/passwd", False),
        ("http://127.0.0.1.example.vn", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_https_and_this_machine_are_called(address: str, is_safe: bool) -> None:
    assert is_safe_address(address) is is_safe


def test_an_honest_configuration_is_taken() -> None:
    check_provider(HONEST)
    check_metadata(PUBLISHED | {"code_challenge_methods_supported": ["S256"]}, ISSUER)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(HONEST, code="Quốc gia"),
        replace(HONEST, issuer="http://dinh-danh.example.vn"),
        replace(HONEST, issuer=f"{ISSUER}?x=1"),
        replace(HONEST, client_id=""),
        replace(HONEST, scopes="profile"),
        replace(HONEST, claims={"full_name": "name"}),
        replace(HONEST, claims=CLAIMS | {"is_staff": "admin"}),
        replace(HONEST, levels={}),
        replace(HONEST, levels={"LoA9": 9}),
        replace(HONEST, least_level=0),
    ],
)
def test_a_configuration_that_is_not_safe_is_refused(wrong: Provider) -> None:
    with pytest.raises(ProviderMisconfigured):
        check_provider(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": "http://dinh-danh.example.vn/t"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "ftp://dinh-danh.example.vn"},
        {"code_challenge_methods_supported": ["plain"]},
        {"code_challenge_methods_supported": "S256"},
    ],
)
def test_published_metadata_that_is_not_safe_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ProviderMisconfigured):
        check_metadata(PUBLISHED | wrong, ISSUER)


def test_levels_follow_from_the_words_of_the_provider() -> None:
    assert [HONEST.level_of(acr) for acr in ("LoA2", "loa2", None, 2, ["LoA3"])] == [2, 0, 0, 0, 0]
    assert HONEST.acr_for(2) == "LoA2 LoA3"


def test_only_the_named_particulars_are_taken_and_only_as_text() -> None:
    said = {"cccd": " 001190012345 ", "name": ["x"], "email": "a@example.vn", "sub": "1"}

    assert particulars_of(said, CLAIMS) == {"personal_number": "001190012345"}
