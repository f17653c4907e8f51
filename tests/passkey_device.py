"""A device that makes and uses passkeys, as a browser would hand on its answers (WebAuthn §6–7)."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(content: bytes) -> str:
    """Write bytes as WebAuthn does."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


class Device:
    """One passkey of one device."""

    def __init__(self, origin: str, site: str) -> None:
        self.origin, self.site, self.count = origin, site, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = sha256(str(id(self)).encode()).digest()

    def _client(self, kind: str, asked: str) -> bytes:
        challenge = json.loads(asked)["challenge"]
        said = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin}
        return json.dumps(said).encode()

    def _facts(self, flags: int) -> bytes:
        self.count += 1
        site = sha256(self.site.encode()).digest()
        return site + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, bytes]) -> str:
        said = {name: text(content) for name, content in response.items()}
        whole = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        return json.dumps({**whole, "response": said})

    def makes(self, asked: str) -> str:
        """Answer the question for a new passkey."""
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        facts = self._facts(PRESENT | VERIFIED | ATTESTED) + held
        whole = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": facts})
        return self._answer(
            {"clientDataJSON": self._client("create", asked), "attestationObject": whole}
        )

    def proves(self, asked: str) -> str:
        """Answer the question whether it is here."""
        client, facts = self._client("get", asked), self._facts(PRESENT | VERIFIED)
        signed = facts + sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": facts, "signature": signature}
        )
