"""The same findings through both doors: `check --jsonl` here and by a server."""

import gzip
import json
import unittest

import program

CORPORA = program.DATA / "corpora"
# Both scripts of Chinese, English, Estonian; role play, real and written ones.
NAMES = ("crosswoz", "crosswoz-hant", "smilechat", "cucom-ecommerce", "star",
         "twitter-care", "taubench-airline", "buerokratt-chatbot",
         "buerokratt-training")
TURNS_PER_CORPUS = 600


def agent_turns(name):
    """Requests for a corpus's agent turns, with the turns before each."""
    count = 0
    with gzip.open(CORPORA / f"{name}.dev.jsonl.gz", "rt", "utf-8") as lines:
        for conversation in map(json.loads, lines):
            turns = conversation["turns"]
            for i, turn in enumerate(turns):
                if turn["role"] != "agent" or not turn["text"]:
                    continue
                if count == TURNS_PER_CORPUS:
                    return
                count += 1
                yield {"id": f"{conversation['id']}#{i}",
                       "reply": turn["text"], "turns": turns[max(0, i - 2):i],
                       **locale_of(conversation, count)}


def locale_of(conversation, count):
    """Every second reply leaves its language to be detected."""
    return {"locale": conversation["locale"]} if count % 2 else {}


@unittest.skipUnless(CORPORA.is_dir(), f"no {CORPORA}; set WANYAN_DATA_DIR")
class JsonlEqualityTest(unittest.TestCase):

    def test_the_server_and_the_command_line_give_the_same_bytes(self):
        requests = [request for name in NAMES for request in agent_turns(name)]
        self.assertGreater(len(requests), 3000)
        stdin = "".join(json.dumps(request, ensure_ascii=False) + "\n"
                        for request in requests).encode()
        books = program.SOURCE / "phrasebooks"
        with program.Server(books) as server:
            here = program.run("check", "--jsonl", "--phrasebooks", books,
                               stdin=stdin)
            there = program.run("check", "--jsonl", "--server", server.address,
                                stdin=stdin)
        self.assertEqual(here.returncode, there.returncode)
        self.assertEqual(here.stdout, there.stdout)
        self.check_answers(requests, here.stdout.decode().splitlines())

    def check_answers(self, requests, lines):
        """One answer a request, in order; and the books do find something."""
        answers = [json.loads(line) for line in lines]
        self.assertEqual([a["id"] for a in answers],
                         [r["id"] for r in requests])
        found = sum(1 for answer in answers if answer["findings"])
        self.assertGreater(found, 0)
        print(f"{len(answers)} replies, findings in {found}")


if __name__ == "__main__":
    program.main()
