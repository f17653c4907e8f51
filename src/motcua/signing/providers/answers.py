"""Whether what a keeper of keys answered is a signature of the right key over the right bytes."""

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from motcua.signing.models import Certificate
from motcua.signing.rules import KeeperRefused

WRONG = "nơi giữ khóa trả về chữ ký không khớp với chứng thư"


def checked(certificate: Certificate, content: bytes, signature: bytes) -> bytes:
    """Return a signature that the certificate's key has made over the content, or refuse it."""
    key = x509.load_pem_x509_certificate(certificate.pem.encode()).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
        else:
            assert isinstance(key, ec.EllipticCurvePublicKey)
            key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise KeeperRefused(WRONG) from None
    return signature
