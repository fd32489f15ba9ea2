"""The public API is clean under buf lint."""

import subprocess
import unittest

import program

BUF = program.SOURCE / "tests" / "e2e" / "node_modules" / ".bin" / "buf"


class BufLintTest(unittest.TestCase):

    @unittest.skipUnless(BUF.exists(), "no buf; run: npm ci --prefix tests/e2e")
    def test_the_api_is_clean(self):
        lint = subprocess.run(
            [BUF, "lint"], cwd=program.SOURCE, capture_output=True, text=True,
            timeout=program.TIMEOUT_SECONDS, check=False)
        self.assertEqual((lint.returncode, lint.stdout, lint.stderr),
                         (0, "", ""))

    def test_the_lock_file_leaves_the_registry_to_the_machine(self):
        lock = (program.SOURCE / "tests/e2e/package-lock.json").read_text()
        self.assertNotIn('"resolved"', lock)


if __name__ == "__main__":
    program.main()
