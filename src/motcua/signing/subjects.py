"""Who a certificate says its holder is: name and personal numbers, as Vietnamese authorities
write them (UID=CCCD:…, serialNumber=CMND:…, or the bare number)."""

import re

from asn1crypto import x509

NUMBER = re.compile(r"(?:(?:CCCD|CC|CMND|DDCN|ĐDCN|PNO\w{2})[:-]\s*)?([0-9]{12})")
PLACES = ("user_id", "serial_number", "unique_identifier")


def common_name(name: x509.Name) -> str:
    """Return the common name, or the organisation's when there is none."""
    native = name.native
    found = native.get("common_name") or native.get("organization_name") or ""
    return str(found[-1] if isinstance(found, list) else found)


def personal_numbers(name: x509.Name) -> tuple[str, ...]:
    """Return the personal identification numbers of a subject, in the order they stand."""
    found: list[str] = []
    for place in PLACES:
        said = name.native.get(place) or ()
        for one in said if isinstance(said, list) else [said] if said else []:
            match = NUMBER.fullmatch(str(one).strip())
            if match:
                found.append(match[1])
    return tuple(dict.fromkeys(found))
