// Talks to the HTTP door with @connectrpc/connect-node and code that
// @bufbuild/protoc-gen-es makes of our protos, in both forms of the protocol.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {generateConnectCode, needPackages, startServer} from './program.mjs';

needPackages('@connectrpc/connect', '@connectrpc/connect-node',
             '@bufbuild/protobuf', '@bufbuild/protoc-gen-es/package.json');
const {Code, ConnectError, createClient} = await import('@connectrpc/connect');
const {createConnectTransport} = await import('@connectrpc/connect-node');
const {createRegistry} = await import('@bufbuild/protobuf');

const reply = '😀抱歉，这个我没办法。';

const code = generateConnectCode();
const {CheckService, OffsetUnit, Role, Verdict} =
    await import(code.module('wanyan/v1/check_service_pb.js'));
const {PhrasebookService} =
    await import(code.module('wanyan/v1/phrasebook_service_pb.js'));
const {BadRequestSchema, ErrorInfoSchema, file_google_rpc_error_details} =
    await import(code.module('google/rpc/error_details_pb.js'));

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  code.remove();
  await server.stop();
});

function client(service, options = {}) {
  return createClient(service, createConnectTransport({
    baseUrl: server.httpUrl,
    httpVersion: '1.1',
    // For the errors inside a batch's response in JSON.
    jsonOptions: {registry: createRegistry(file_google_rpc_error_details)},
    ...options,
  }));
}

for (const useBinaryFormat of [false, true]) {
  const form = useBinaryFormat ? 'protobuf' : 'JSON';
  const checks = () => client(CheckService, {useBinaryFormat});

  test(`${form}: a finding says what is wrong and how to say it`, async () => {
    const answer = await checks().checkReply(
        {reply, offsetUnit: OffsetUnit.UTF16});
    assert.equal(answer.verdict, Verdict.BLOCK);
    assert.equal(answer.rewrite, '😀抱歉，这个我尽力而为。');
    const [finding] = answer.findings;
    assert.equal(finding.rule, 'phrasebooks/zh-e2e/rules/helpless');
    assert.equal(reply.slice(finding.span.start, finding.span.end), '没办法');
  });

  test(`${form}: turns, labels and slots are taken`, async () => {
    const answer = await checks().checkReply({
      reply: '我们过几天再说。',
      turns: [{role: Role.CUSTOMER, text: '什么时候？',
               time: {seconds: 1700000000n}}],
      labels: ['complaint'],
      slots: {'时间': '明天'},
    });
    assert.equal(answer.rewrite, '我们明天前再说。');
  });

  test(`${form}: an error has its code, message and details`, async () => {
    await assert.rejects(checks().checkReply({reply: ''}), (error) => {
      assert.ok(error instanceof ConnectError);
      assert.equal(error.code, Code.InvalidArgument);
      assert.match(error.rawMessage, /^reply: /);
      const [info] = error.findDetails(ErrorInfoSchema);
      assert.equal(info.reason, 'INVALID_REPLY');
      const [bad] = error.findDetails(BadRequestSchema);
      assert.equal(bad.fieldViolations[0].field, 'reply');
      return true;
    });
  });

  test(`${form}: a batch has errors in their places`, async () => {
    const {results} = await checks().batchCheckReplies(
        {requests: [{reply}, {reply: ''}, {reply: '您好。'}]});
    assert.deepEqual(results.map(({result}) => result.case),
                     ['response', 'error', 'response']);
    assert.equal(results[0].result.value.verdict, Verdict.BLOCK);
    assert.match(results[1].result.value.message, /reply/);
  });

  test(`${form}: the other services are there, too`, async () => {
    const books = client(PhrasebookService, {useBinaryFormat});
    const {phrasebooks} = await books.listPhrasebooks({});
    assert.ok(phrasebooks.some(({name}) => name === 'phrasebooks/zh-e2e'),
              phrasebooks.map(({name}) => name).join());
    await assert.rejects(books.getPhrasebook({name: 'phrasebooks/nope'}),
                         {code: Code.NotFound});
    assert.match((await books.getStatus({})).revision, /./);
  });

  test(`${form}: many calls at once`, async () => {
    const all = checks();
    const answers = await Promise.all(Array.from(
        {length: 50}, (_, i) => all.checkReply({reply: `${i}号：没办法`})));
    answers.forEach((answer, i) => {
      assert.equal(answer.rewrite, `${i}号：尽力而为`);
    });
  });
}

test('a timeout is told to the server', async () => {
  const answer = await client(CheckService).checkReply(
      {reply}, {timeoutMs: 10_000});
  assert.equal(answer.verdict, Verdict.BLOCK);
});

test('what is compressed is refused with the way out', async () => {
  const {compressionGzip} = await import('@connectrpc/connect-node');
  const checks = client(CheckService, {
    sendCompression: compressionGzip, compressMinBytes: 0});
  await assert.rejects(checks.checkReply({reply}), {code: Code.Unimplemented});
});
