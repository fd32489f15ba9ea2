"""What a server takes at the most, at the edge of each limit."""

import concurrent.futures
import pathlib
import tempfile
import time
import unittest

import grpc

import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "google/rpc/status.proto",
    "google/rpc/error_details.proto")

# pylint: disable=wrong-import-position
from google.rpc import error_details_pb2, status_pb2
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc

TIMEOUT = 60
KB = 1024
# A reply that takes long: every few characters a finding, each mended.
DENSE_REPLY = "这个我没办法。" * 90

CONFIG = """
admission: {workers: 1, max_waiting: 2, max_wait: 100ms}
"""


def code_of(call, *arguments, **options):
    try:
        call(*arguments, **options)
        return grpc.StatusCode.OK
    except grpc.RpcError as error:
        return error.code()


class LimitsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(program.Server())
        cls.channel = cls.enterClassContext(grpc.insecure_channel(
            cls.server.address, options=[
                ("grpc.max_receive_message_length", -1),
                ("grpc.max_send_message_length", -1)]))
        cls.checks = check_service_pb2_grpc.CheckServiceStub(cls.channel)

    def check_code(self, **fields):
        return code_of(self.checks.CheckReply, v1.CheckReplyRequest(**fields),
                       timeout=TIMEOUT)

    def test_a_reply_of_64_kb(self):
        self.assertEqual(self.check_code(reply="a" * 64 * KB),
                         grpc.StatusCode.OK)
        self.assertEqual(self.check_code(reply="a" * (64 * KB + 1)),
                         grpc.StatusCode.INVALID_ARGUMENT)

    def test_500_turns(self):
        turn = v1.Turn(role=v1.ROLE_CUSTOMER, text="您好")
        self.assertEqual(self.check_code(reply="您好。", turns=[turn] * 500),
                         grpc.StatusCode.OK)
        self.assertEqual(self.check_code(reply="您好。", turns=[turn] * 501),
                         grpc.StatusCode.INVALID_ARGUMENT)

    def test_a_request_of_1_mb(self):
        def turns(size):
            return [v1.Turn(role=v1.ROLE_CUSTOMER, text="a" * (size - 1))]
        self.assertEqual(self.check_code(reply="b", turns=turns(KB * KB)),
                         grpc.StatusCode.OK)
        self.assertEqual(self.check_code(reply="b", turns=turns(KB * KB + 1)),
                         grpc.StatusCode.INVALID_ARGUMENT)
        # Beyond this gRPC does not read it.
        self.assertEqual(
            self.check_code(reply="b", turns=turns(KB * KB + 65 * KB)),
            grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_a_thousand_findings(self):
        def answer(findings):
            return self.checks.CheckReply(
                v1.CheckReplyRequest(reply="我没办法。" * findings,
                                     skip_rewrite=True), timeout=TIMEOUT)
        all_of_them = answer(1000)
        self.assertEqual(len(all_of_them.findings), 1000)
        self.assertFalse(all_of_them.truncated)
        cut = answer(1001)
        self.assertEqual(len(cut.findings), 1000)
        self.assertTrue(cut.truncated)

    def test_8_kb_of_metadata(self):
        def code(size):
            return code_of(
                self.checks.CheckReply, v1.CheckReplyRequest(reply="您好。"),
                timeout=TIMEOUT, metadata=[("x-padding", "a" * size)])
        # gRPC's own headers take a few hundred bytes of it.
        self.assertEqual(code(7 * KB), grpc.StatusCode.OK)
        self.assertEqual(code(8 * KB), grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_500_items_in_a_batch(self):
        def code(items):
            request = v1.BatchCheckRepliesRequest(
                requests=[v1.CheckReplyRequest(reply="您好。")] * items)
            return code_of(self.checks.BatchCheckReplies, request,
                           timeout=TIMEOUT)
        self.assertEqual(code(500), grpc.StatusCode.OK)
        self.assertEqual(code(501), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(code(0), grpc.StatusCode.INVALID_ARGUMENT)

    def test_an_item_that_is_wrong_is_an_error_in_its_place(self):
        requests = [v1.CheckReplyRequest(reply=reply)
                    for reply in ["您好。", "", "这个我没办法。"]]
        answer = self.checks.BatchCheckReplies(
            v1.BatchCheckRepliesRequest(requests=requests), timeout=TIMEOUT)
        first, second, third = answer.results
        self.assertEqual(first.response.verdict, v1.VERDICT_ALLOW)
        self.assertEqual(second.error.code, 3)
        self.assertIn("reply", second.error.message)
        self.assertEqual(third.response.verdict, v1.VERDICT_BLOCK)
        self.assertEqual(third.response.revision, first.response.revision)

    def test_a_batch_lets_others_go_between_its_items(self):
        requests = [v1.CheckReplyRequest(reply=DENSE_REPLY)] * 500
        batches = [
            self.checks.BatchCheckReplies.future(
                v1.BatchCheckRepliesRequest(requests=requests), timeout=5)
            for _ in range(8)]
        for _ in range(20):
            self.assertEqual(self.check_code(reply="您好。"),
                             grpc.StatusCode.OK)
        still_running = sum(not batch.done() for batch in batches)
        for batch in batches:
            batch.cancel()
        self.assertGreater(still_running, 0)


class AdmissionTest(unittest.TestCase):

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        config = pathlib.Path(folder) / "serve.yaml"
        config.write_text(CONFIG)
        self.server = self.enterContext(program.Server(
            program.PHRASEBOOKS, "--config", config))
        channel = self.enterContext(grpc.insecure_channel(
            self.server.address, options=[("grpc.enable_retries", 0)]))
        self.checks = check_service_pb2_grpc.CheckServiceStub(channel)

    def call(self, _):
        try:
            self.checks.CheckReply(v1.CheckReplyRequest(reply=DENSE_REPLY),
                                   timeout=TIMEOUT)
            return None
        except grpc.RpcError as error:
            return error

    def test_a_call_without_a_deadline_has_two_seconds(self):
        # Batches take turns: together they are far more than two seconds' work.
        requests = [v1.CheckReplyRequest(reply=DENSE_REPLY)] * 500
        batch = v1.BatchCheckRepliesRequest(requests=requests)
        began = time.monotonic()
        calls = [self.checks.BatchCheckReplies.future(batch)
                 for _ in range(16)]
        codes = {call.code() for call in calls}
        self.assertIn(grpc.StatusCode.DEADLINE_EXCEEDED, codes)
        self.assertNotIn(grpc.StatusCode.INTERNAL, codes)
        self.assertGreaterEqual(time.monotonic() - began, 2)

    def test_batches_lock_nobody_out(self):
        requests = [v1.CheckReplyRequest(reply=DENSE_REPLY)] * 500
        batch = v1.BatchCheckRepliesRequest(requests=requests)
        batches = [self.checks.BatchCheckReplies.future(batch, timeout=5)
                   for _ in range(100)]
        refused = sum(
            code_of(self.checks.CheckReply, v1.CheckReplyRequest(reply="您好。"),
                    timeout=TIMEOUT) != grpc.StatusCode.OK
            for _ in range(50))
        for batch in batches:
            batch.cancel()
        self.assertEqual(refused, 0)

    def test_any_deadline_of_a_client_will_do(self):
        # Clients write years for "none".
        for seconds in (10**6, 10**9):
            code = code_of(self.checks.CheckReply,
                           v1.CheckReplyRequest(reply="您好。"),
                           timeout=seconds)
            self.assertEqual(code, grpc.StatusCode.OK, seconds)

    def test_what_is_shed_is_told_when_to_come_back(self):
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            outcomes = list(pool.map(self.call, range(200)))
        refusals = [outcome for outcome in outcomes if outcome is not None]
        self.assertGreater(len(refusals), 0)
        self.assertLess(len(refusals), len(outcomes))
        for refusal in refusals:
            self.assertEqual(refusal.code(),
                             grpc.StatusCode.RESOURCE_EXHAUSTED)
            trailers = dict(refusal.trailing_metadata())
            pushback = int(trailers["grpc-retry-pushback-ms"])
            self.assertGreater(pushback, 0)
            status = status_pb2.Status.FromString(
                trailers["grpc-status-details-bin"])
            retry = error_details_pb2.RetryInfo()
            self.assertTrue(any(
                detail.Unpack(retry) for detail in status.details
                if detail.Is(retry.DESCRIPTOR)))
            self.assertEqual(retry.retry_delay.ToMilliseconds(), pushback)
        # And then it serves as before.
        self.assertIsNone(self.call(0))


if __name__ == "__main__":
    program.main()
