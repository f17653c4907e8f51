"""Where peers may be called at all."""

from django.conf import settings

from motcua.kernel.outgoing import AddressRefused, place_of


def fault_of_address(address: str) -> str:
    """Say why a peer is not called at an address, empty when nothing speaks against it yet.

    Where its name leads is looked up and checked each time something is sent.
    """
    try:
        place_of(address, settings.EXCHANGE_ALLOW)
    except AddressRefused as refusal:
        return str(refusal)
    return ""
