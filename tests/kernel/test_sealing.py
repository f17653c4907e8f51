"""Sealed data opens only whole, under its own context and key."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.sealing import BLOCK_BYTES, Sealed, Sealer, digest_key_of

SEALER = Sealer("ab" * 32)
VALUE = {"tên": "Nguyễn Thị Mẫu", "bản": 2, "rows": [{"a": None}]}


def test_what_was_sealed_opens_unchanged() -> None:
    assert SEALER.unseal(SEALER.seal(VALUE, b"one"), b"one") == VALUE


def test_it_does_not_open_in_another_context_or_under_another_master_key() -> None:
    sealed = SEALER.seal(VALUE, b"one")

    with pytest.raises(InvalidTag):
        SEALER.unseal(sealed, b"two")
    with pytest.raises(InvalidTag):
        Sealer("cd" * 32).unseal(sealed, b"one")


@given(st.integers(0, 10_000), st.integers(1, 255), st.booleans())
def test_any_changed_byte_shows(place: int, change: int, in_key: bool) -> None:
    sealed = SEALER.seal(VALUE, b"one")
    part = bytearray(sealed.wrapped_key if in_key else sealed.content)
    part[place % len(part)] ^= change
    changed = (
        Sealed(bytes(part), sealed.content) if in_key else Sealed(sealed.wrapped_key, bytes(part))
    )

    with pytest.raises(InvalidTag):
        SEALER.unseal(changed, b"one")


def test_equal_values_are_sealed_differently() -> None:
    one, other = SEALER.seal(VALUE, b"one"), SEALER.seal(VALUE, b"one")

    assert one.content != other.content
    assert one.wrapped_key != other.wrapped_key
    assert "Mẫu".encode() not in one.content


def test_a_new_value_is_sealed_under_the_key_there_is() -> None:
    first = SEALER.seal(VALUE, b"one")

    second = SEALER.seal_again({"a": 1}, first.wrapped_key, b"one")

    assert second.wrapped_key == first.wrapped_key
    assert SEALER.unseal(second, b"one") == {"a": 1}


def test_under_a_new_key_the_old_ones_values_open_and_are_wrapped_anew_once() -> None:
    old, new = "ab" * 32, "cd" * 32
    sealed, both = SEALER.seal(VALUE, b"one"), Sealer(f"{new},{old}")

    anew = both.rewrapped(sealed.wrapped_key, b"one")

    assert both.unseal(sealed, b"one") == VALUE
    assert anew is not None
    assert both.rewrapped(anew, b"one") is None
    assert Sealer(new).unseal(Sealed(anew, sealed.content), b"one") == VALUE
    with pytest.raises(InvalidTag):
        SEALER.unseal(Sealed(anew, sealed.content), b"one")
    with pytest.raises(InvalidTag):
        both.rewrapped(sealed.wrapped_key, b"two")


def test_look_ups_go_on_under_a_key_of_their_own() -> None:
    digest_key = digest_key_of(bytes.fromhex("ab" * 32)).hex()

    assert Sealer("cd" * 32, digest_key).digest("number", "1") == SEALER.digest("number", "1")


def test_digests_tell_equal_values_and_never_mix_kinds() -> None:
    assert SEALER.digest("number", "1") == SEALER.digest("number", "1")
    different = {
        SEALER.digest("number", "1"),
        SEALER.digest("number", "2"),
        SEALER.digest("phone", "1"),
        Sealer("cd" * 32).digest("number", "1"),
    }
    assert len(different) == 4


@pytest.mark.parametrize("key", ["", "ab" * 31, "ab" * 33, "zz" * 32])
def test_a_master_key_of_another_size_is_no_key(key: str) -> None:
    with pytest.raises(ValueError, match=r"master key|hexadecimal"):
        Sealer(key)


@pytest.mark.parametrize("size", [0, 1, BLOCK_BYTES, BLOCK_BYTES + 1, 2 * BLOCK_BYTES + 5])
def test_a_file_is_sealed_block_by_block_and_opens_whole(size: int) -> None:
    content = bytes(size)
    blocks = SEALER.seal_blocks(content, b"one")

    first, second = list(blocks), list(blocks)

    assert first == second
    assert b"".join(SEALER.unseal_blocks(blocks.wrapped_key, first, b"one")) == content


@pytest.mark.parametrize(
    "changed",
    [
        lambda a, b, c: [b, a, c],
        lambda a, b, c: [a, b],
        lambda a, b, c: [b, c],
        lambda a, b, c: [a, b, c, c],
        lambda a, b, c: [a, b, c[:-1]],
        lambda a, b, c: [],
    ],
    ids=["moved", "without the last", "without the first", "once more", "cut off", "nothing"],
)
def test_blocks_that_are_not_all_there_in_their_order_do_not_open(changed: Any) -> None:
    sealed = SEALER.seal_blocks(bytes(3 * BLOCK_BYTES), b"one")

    with pytest.raises(InvalidTag):
        list(SEALER.unseal_blocks(sealed.wrapped_key, changed(*sealed), b"one"))


def test_blocks_do_not_open_as_another_file() -> None:
    one, other = SEALER.seal_blocks(b"x", b"one"), SEALER.seal_blocks(b"x", b"two")

    with pytest.raises(InvalidTag):
        list(SEALER.unseal_blocks(one.wrapped_key, one, b"two"))
    with pytest.raises(InvalidTag):
        list(SEALER.unseal_blocks(other.wrapped_key, one, b"two"))
