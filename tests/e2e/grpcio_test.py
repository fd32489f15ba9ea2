"""Talks to the server with Python's grpcio and stubs that protoc made."""

import unittest

import grpc

import program

STUBS = program.generate_stubs(
    "wanyan/v1/check_service.proto", "google/rpc/status.proto",
    "google/rpc/error_details.proto", "health.proto", "reflection.proto")

# pylint: disable=wrong-import-position
import health_pb2
import health_pb2_grpc
import reflection_pb2
import reflection_pb2_grpc
from google.protobuf import descriptor_pb2
from google.rpc import error_details_pb2, status_pb2
from wanyan.v1 import check_service_pb2 as v1
from wanyan.v1 import check_service_pb2_grpc

SERVICE = "wanyan.v1.CheckService"
TIMEOUT = 10
REPLY = "😀抱歉，这个我没办法。"


class ServerTest(unittest.TestCase):
    """One server and one channel for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(program.Server())
        cls.channel = cls.enterClassContext(
            grpc.insecure_channel(cls.server.address))
        cls.checks = check_service_pb2_grpc.CheckServiceStub(cls.channel)

    @classmethod
    def check(cls, reply, **fields):
        return cls.checks.CheckReply(
            v1.CheckReplyRequest(reply=reply, **fields), timeout=TIMEOUT)


class CheckReplyTest(ServerTest):

    def test_a_clean_reply_is_allowed(self):
        answer = self.check("您好，我来想想办法。")
        self.assertEqual(answer.verdict, v1.VERDICT_ALLOW)
        self.assertEqual(len(answer.findings), 0)
        self.assertFalse(answer.HasField("rewrite"))
        self.assertFalse(answer.verified)
        self.assertEqual(answer.locale, "zh-Hans")
        self.assertRegex(answer.revision, "^[0-9a-f]{16}$")

    def test_a_finding_says_what_is_wrong_and_how_to_say_it(self):
        answer = self.check(REPLY)
        self.assertEqual(answer.verdict, v1.VERDICT_BLOCK)
        [finding] = answer.findings
        self.assertEqual(finding.rule, "phrasebooks/zh-e2e/rules/helpless")
        self.assertEqual(finding.norm, "wording.helpless")
        self.assertEqual(finding.severity, v1.SEVERITY_ERROR)
        self.assertEqual(finding.message, "不要说“没办法”。")
        self.assertEqual(finding.matched_text, "没办法")
        [suggestion] = finding.suggestions
        self.assertEqual(suggestion.replacement, "尽力而为")
        self.assertEqual(suggestion.kind, v1.REWRITE_KIND_PHRASE)
        self.assertFalse(suggestion.needs_input)
        self.assertEqual(answer.rewrite, "😀抱歉，这个我尽力而为。")
        self.assertTrue(answer.verified)

    def test_offsets_count_in_the_unit_asked_for(self):
        cut = {
            v1.OFFSET_UNIT_UNSPECIFIED:
                lambda s: REPLY.encode()[s.start:s.end].decode(),
            v1.OFFSET_UNIT_UTF8:
                lambda s: REPLY.encode()[s.start:s.end].decode(),
            v1.OFFSET_UNIT_UTF16:
                lambda s: REPLY.encode("utf-16-le")[2 * s.start:2 * s.end]
                .decode("utf-16-le"),
            v1.OFFSET_UNIT_CODE_POINT: lambda s: REPLY[s.start:s.end],
        }
        for unit, text_at in cut.items():
            with self.subTest(unit=unit):
                [finding] = self.check(REPLY, offset_unit=unit).findings
                self.assertEqual(text_at(finding.span), "没办法")
                self.assertEqual(text_at(finding.suggestions[0].span), "没办法")

    def test_what_only_the_agent_knows_is_asked_for(self):
        answer = self.check("我们过几天再说。")
        self.assertEqual(answer.verdict, v1.VERDICT_WARN)
        [suggestion] = answer.findings[0].suggestions
        self.assertTrue(suggestion.needs_input)
        self.assertEqual(suggestion.replacement, "{时间}前")
        self.assertFalse(answer.HasField("rewrite"))
        self.assertEqual(answer.rewrite_reason,
                         v1.REWRITE_REASON_NEEDS_INPUT)

    def test_slots_fill_in_what_is_asked_for(self):
        answer = self.check("我们过几天再说。", slots={"时间": "明天"})
        self.assertEqual(answer.rewrite, "我们明天前再说。")

    def test_traditional_text_gets_a_traditional_rewrite(self):
        answer = self.check("抱歉，這個我沒辦法。", locale="zh-TW")
        self.assertEqual(answer.locale, "zh-Hant-TW")
        self.assertEqual(answer.findings[0].matched_text, "沒辦法")
        self.assertEqual(answer.rewrite, "抱歉，這個我盡力而為。")

    def test_the_rewrite_can_be_left_out(self):
        answer = self.check(REPLY, skip_rewrite=True)
        self.assertFalse(answer.HasField("rewrite"))
        self.assertEqual(answer.rewrite_reason, v1.REWRITE_REASON_NOT_WANTED)
        self.assertEqual(len(answer.findings[0].suggestions), 1)

    def test_a_profile_is_taken_by_its_name_or_its_id(self):
        text = "I cannot help with that order."
        self.assertEqual(self.check(text).verdict, v1.VERDICT_WARN)
        for profile in ("strict", "profiles/strict"):
            self.assertEqual(self.check(text, profile=profile).verdict,
                             v1.VERDICT_BLOCK)

    def test_books_can_be_named_instead(self):
        answer = self.check(REPLY, phrasebooks=["phrasebooks/zh-e2e"])
        self.assertEqual(answer.verdict, v1.VERDICT_BLOCK)

    def test_a_language_without_a_book_is_unchecked(self):
        answer = self.check("je ne peux pas", locale="fr")
        self.assertEqual(answer.verdict, v1.VERDICT_UNCHECKED)
        self.assertIn("fr", answer.unchecked_reason)

    def test_the_language_is_taken_from_the_turns(self):
        turns = [v1.Turn(role=v1.ROLE_CUSTOMER,
                         text="I would like to know where my parcel is now.")]
        self.assertEqual(self.check("OK", turns=turns).locale, "en")

    def test_every_answer_has_its_own_id(self):
        ids = {self.check(REPLY).decision_id for _ in range(20)}
        self.assertEqual(len(ids), 20)
        for each in ids:
            self.assertRegex(each, "^[0-9a-f]{32}$")


class ErrorTest(ServerTest):

    def assert_error(self, code, field, reason, **request):
        """Checks the error of a call; returns its details by their type."""
        with self.assertRaises(grpc.RpcError) as raised:
            self.checks.CheckReply(v1.CheckReplyRequest(**request),
                                   timeout=TIMEOUT)
        error = raised.exception
        self.assertEqual(error.code(), code)
        self.assertTrue(error.details().startswith(field), error.details())
        metadata = dict(error.trailing_metadata())
        status = status_pb2.Status.FromString(
            metadata["grpc-status-details-bin"])
        self.assertEqual(status.code, code.value[0])
        self.assertEqual(status.message, error.details())
        details = {}
        for packed in status.details:
            name = packed.TypeName().removeprefix("google.rpc.")
            details[name] = getattr(error_details_pb2, name)()
            self.assertTrue(packed.Unpack(details[name]))
        self.assertEqual(details["ErrorInfo"].domain, "wanyan")
        self.assertEqual(details["ErrorInfo"].reason, reason)
        return details

    def assert_bad_field(self, field, reason, **request):
        details = self.assert_error(grpc.StatusCode.INVALID_ARGUMENT, field,
                                    reason, **request)
        [violation] = details["BadRequest"].field_violations
        self.assertEqual(violation.field, field)
        self.assertTrue(violation.description)

    def test_an_empty_reply(self):
        self.assert_bad_field("reply", "INVALID_REPLY")

    def test_a_reply_at_the_limit_and_one_past_it(self):
        limit = 64 * 1024
        answer = self.check("a" * limit, locale="en")
        self.assertEqual(answer.verdict, v1.VERDICT_ALLOW)
        self.assert_bad_field("reply", "INVALID_REPLY", reply="a" * (limit + 1))

    def test_what_is_no_locale(self):
        self.assert_bad_field("locale", "INVALID_LOCALE", reply="a",
                              locale="not a tag")

    def test_a_turn_without_a_role(self):
        self.assert_bad_field("turns[1].role", "INVALID_TURNS_ROLE", reply="a",
                              turns=[v1.Turn(role=v1.ROLE_AGENT), v1.Turn()])

    def test_a_profile_together_with_books(self):
        self.assert_bad_field("phrasebooks", "INVALID_PHRASEBOOKS", reply="a",
                              profile="strict", phrasebooks=["zh-e2e"])

    def test_an_unknown_offset_unit(self):
        self.assert_bad_field("offset_unit", "INVALID_OFFSET_UNIT", reply="a",
                              offset_unit=99)

    def test_an_unknown_profile(self):
        details = self.assert_error(
            grpc.StatusCode.NOT_FOUND, "profile", "PROFILE_NOT_FOUND",
            reply="a", profile="profiles/nope")
        resource = details["ResourceInfo"]
        self.assertEqual(resource.resource_type, "wanyan.v1/Profile")
        self.assertEqual(resource.resource_name, "profiles/nope")

    def test_an_unknown_phrasebook(self):
        details = self.assert_error(
            grpc.StatusCode.NOT_FOUND, "phrasebooks[1]",
            "PHRASEBOOK_NOT_FOUND", reply="a", phrasebooks=["zh-e2e", "nope"])
        resource = details["ResourceInfo"]
        self.assertEqual(resource.resource_type, "wanyan.v1/Phrasebook")
        self.assertEqual(resource.resource_name, "nope")

    def test_an_error_fits_the_trailers_whatever_it_quotes(self):
        self.assert_bad_field("locale", "INVALID_LOCALE", reply="a",
                              locale="没" * 10000)
        self.assert_error(grpc.StatusCode.NOT_FOUND, "profile",
                          "PROFILE_NOT_FOUND", reply="a", profile="没" * 10000)

    def test_a_message_of_more_than_a_megabyte_is_refused(self):
        with self.assertRaises(grpc.RpcError) as raised:
            self.check("a" * ((1 << 20) + (64 << 10)))
        self.assertEqual(raised.exception.code(),
                         grpc.StatusCode.RESOURCE_EXHAUSTED)

    def send_bytes(self, request):
        """The error of a call with bytes in place of a message."""
        call = self.channel.unary_unary(f"/{SERVICE}/CheckReply")
        with self.assertRaises(grpc.RpcError) as raised:
            call(request, timeout=TIMEOUT)
        self.check("您好")  # and the server goes on
        return raised.exception

    def test_ill_formed_utf8_is_told_with_its_place(self):
        error = self.send_bytes(b"\x0a\x03a\xff\xfe")  # reply: 'a', ff, fe
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(
            error.details(),
            "reply: the text is not well-formed UTF-8 at byte 1; send UTF-8")

    def test_bytes_that_are_no_message_are_refused(self):
        error = self.send_bytes(b"no protobuf")
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)


class HealthTest(unittest.TestCase):

    def setUp(self):
        self.server = self.enterContext(program.Server())
        channel = self.enterContext(
            grpc.insecure_channel(self.server.address))
        self.health = health_pb2_grpc.HealthStub(channel)

    def status_of(self, service):
        request = health_pb2.HealthCheckRequest(service=service)
        return self.health.Check(request, timeout=TIMEOUT).status

    def test_the_server_and_the_service_are_serving(self):
        serving = health_pb2.HealthCheckResponse.SERVING
        self.assertEqual(self.status_of(""), serving)
        self.assertEqual(self.status_of(SERVICE), serving)

    def test_an_unknown_service_is_not_found(self):
        with self.assertRaises(grpc.RpcError) as raised:
            self.status_of("wanyan.v1.Nothing")
        self.assertEqual(raised.exception.code(), grpc.StatusCode.NOT_FOUND)

    def test_watchers_see_the_end_coming(self):
        watch = self.health.Watch(
            health_pb2.HealthCheckRequest(service=SERVICE), timeout=30)
        self.assertEqual(next(watch).status,
                         health_pb2.HealthCheckResponse.SERVING)
        self.server.process.terminate()
        self.assertEqual(next(watch).status,
                         health_pb2.HealthCheckResponse.NOT_SERVING)
        watch.cancel()
        self.assertEqual(self.server.stop(), 0)


class ReflectionTest(ServerTest):

    def ask(self, **request):
        stub = reflection_pb2_grpc.ServerReflectionStub(self.channel)
        [answer] = stub.ServerReflectionInfo(
            iter([reflection_pb2.ServerReflectionRequest(**request)]),
            timeout=TIMEOUT)
        return answer

    def test_services_are_listed(self):
        answer = self.ask(list_services="")
        names = {s.name for s in answer.list_services_response.service}
        self.assertLessEqual(
            {SERVICE, "grpc.health.v1.Health",
             "grpc.reflection.v1alpha.ServerReflection"}, names)

    def test_the_services_own_file_comes_back(self):
        answer = self.ask(file_containing_symbol=SERVICE)
        files = [descriptor_pb2.FileDescriptorProto.FromString(each)
                 for each in
                 answer.file_descriptor_response.file_descriptor_proto]
        self.assertIn("wanyan/v1/check_service.proto", [f.name for f in files])


if __name__ == "__main__":
    program.main()
