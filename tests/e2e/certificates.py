"""Certificates for tests, made by openssl."""

import pathlib
import subprocess


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True,
                   capture_output=True, timeout=60)


class Authority:
    """Signs certificates; its own is `certificate`."""

    def __init__(self, folder, name):
        self._folder = pathlib.Path(folder)
        self._name = name
        self._key = self._folder / f"{name}.ca.key"
        self.certificate = self._folder / f"{name}.ca.pem"
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
                 f"/CN={name}", "-keyout", self._key, "-out", self.certificate)

    def issue(self, name, days=30):
        """The paths of a certificate for localhost and of its key."""
        key = self._folder / f"{name}.key"
        request = self._folder / f"{name}.csr"
        certificate = self._folder / f"{name}.pem"
        extensions = self._folder / f"{name}.ext"
        extensions.write_text(
            "subjectAltName = DNS:localhost, IP:127.0.0.1\n", encoding="ascii")
        _openssl("req", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                 "-keyout", key, "-out", request)
        _openssl("x509", "-req", "-in", request, "-CA", self.certificate,
                 "-CAkey", self._key, "-CAcreateserial", "-days", days,
                 "-extfile", extensions, "-out", certificate)
        return certificate, key

    def trusted(self):
        """Its certificate as bytes, for clients."""
        return self.certificate.read_bytes()
