"""A device that keeps passkeys, in software, which can be told to answer wrongly."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40  # Web Authentication, 6.1.


@dataclass
class Device:
    """One passkey of a site at `origin`. It says that it was used `uses` times, and in `flags` who unlocked it."""

    origin: str = "http://localhost"
    host: str = "localhost"
    uses: int = 0
    flags: int = PRESENT | VERIFIED
    handle: str = ""
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, offer: dict[str, Any]) -> dict[str, str]:
        """Answer an offer of a new key: the fields of the form."""
        self.handle = offer["options"]["user"]["id"]
        point = self.key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        data = (
            self._describe(WITH_KEY)
            + bytes(16)
            + len(self.id).to_bytes(2, "big")
            + self.id
            + cbor2.dumps(key)
        )
        told = {
            "clientDataJSON": self._tell("webauthn.create", offer),
            "attestationObject": cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        }
        return self._answer(offer, told)

    def sign(self, offer: dict[str, Any]) -> dict[str, str]:
        """Answer an offer to sign in: the fields of the form."""
        data, client = self._describe(0), self._tell("webauthn.get", offer)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer(offer, told | {"userHandle": base64url_to_bytes(self.handle)})

    def _describe(self, more: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.uses.to_bytes(4, "big")

    def _tell(self, kind: str, offer: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": offer["options"]["challenge"], "origin": self.origin}
        return json.dumps(told | {"crossOrigin": False}).encode()

    def _answer(self, offer: dict[str, Any], told: dict[str, bytes]) -> dict[str, str]:
        id, response = (
            bytes_to_base64url(self.id),
            {name: bytes_to_base64url(it) for name, it in told.items()},
        )
        answer = {"id": id, "rawId": id, "type": "public-key", "response": response}
        return {"token": offer["token"], "answer": json.dumps(answer)}


@pytest.fixture
def make_device() -> Callable[..., Device]:
    """Make a device: `make_device(uses=5)`."""
    return Device
