// Talks to the server with @grpc/grpc-js, which reads the .proto files itself.

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createRequire} from 'node:module';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.resolve(here, '../..');
const binary = process.env.WANYAN_BINARY ??
    path.join(source, 'build/release/bin/wanyan');
const skipped = 77;  // what ctest takes for "skipped"

const {grpc, protoLoader} = loadClients();

function loadClients() {
  const require = createRequire(import.meta.url);
  try {
    return {
      grpc: require('@grpc/grpc-js'),
      protoLoader: require('@grpc/proto-loader'),
    };
  } catch (error) {
    console.error(`${error.message}\nrun: npm ci --prefix tests/e2e`);
    process.exit(skipped);
  }
}

function load(...protos) {
  const definition = protoLoader.loadSync(protos, {
    includeDirs: [path.join(source, 'proto'), path.join(here, 'protos')],
    enums: String,
    longs: Number,
    defaults: true,
    oneofs: true,
  });
  return {definition, root: grpc.loadPackageDefinition(definition)};
}

const {definition, root} = load(
    'wanyan/v1/check_service.proto', 'google/rpc/status.proto',
    'google/rpc/error_details.proto', 'health.proto', 'reflection.proto');

const reply = '😀抱歉，这个我没办法。';
const service = 'wanyan.v1.CheckService';

let server;
let address;
let checks;

before(async () => {
  server = spawn(binary, [
    'serve', '--listen', '127.0.0.1:0', '--phrasebooks',
    path.join(here, 'phrasebooks'),
  ], {stdio: ['ignore', 'pipe', 'inherit']});
  for await (const line of createInterface({input: server.stdout})) {
    const match = line.match(/^listening on (\S+) \(gRPC\)$/);
    if (match) {
      address = match[1];
      break;
    }
  }
  assert.ok(address, 'the server ended before it listened');
  checks = new root.wanyan.v1.CheckService(
      address, grpc.credentials.createInsecure());
});

after(async () => {
  checks?.close();
  server.kill('SIGTERM');
  const code = await new Promise((resolve) => server.on('exit', resolve));
  assert.equal(code, 0);
});

function deadline() {
  return {deadline: Date.now() + 10_000};
}

// A unary call as a promise.
function call(client, method, request) {
  return new Promise((resolve, reject) => {
    client[method](request, deadline(), (error, response) => {
      error ? reject(error) : resolve(response);
    });
  });
}

function check(request) {
  return call(checks, 'checkReply', request);
}

// The google.rpc details of a failed call, by type.
function detailsOf(error) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const status = definition['google.rpc.Status'].deserialize(bytes);
  const details = {};
  for (const {type_url: url, value} of status.details) {
    const type = url.split('/')[1];
    details[type.split('.').pop()] = definition[type].deserialize(value);
  }
  return {status, details};
}

test('a clean reply is allowed', async () => {
  const answer = await check({reply: '您好，我来想想办法。'});
  assert.equal(answer.verdict, 'VERDICT_ALLOW');
  assert.deepEqual(answer.findings, []);
  assert.equal(answer._rewrite, undefined);
  assert.equal(answer.verified, false);
});

test('a finding says what is wrong and how to say it', async () => {
  const answer = await check({reply, offsetUnit: 'OFFSET_UNIT_UTF16'});
  assert.equal(answer.verdict, 'VERDICT_BLOCK');
  assert.equal(answer.locale, 'zh-Hans');
  assert.equal(answer.rewrite, '😀抱歉，这个我尽力而为。');
  assert.equal(answer.verified, true);
  assert.match(answer.decisionId, /^[0-9a-f]{32}$/);
  const span = {start: 8, end: 11};
  assert.deepEqual(answer.findings, [{
    rule: 'phrasebooks/zh-e2e/rules/helpless',
    entry: '',
    norm: 'wording.helpless',
    severity: 'SEVERITY_ERROR',
    message: '不要说“没办法”。',
    span,
    matchedText: '没办法',
    suggestions: [{
      span,
      replacement: '尽力而为',
      kind: 'REWRITE_KIND_PHRASE',
      needsInput: false,
    }],
  }]);
});

test('offsets count in the unit asked for', async () => {
  const cut = {
    OFFSET_UNIT_UTF8: ({start, end}) =>
        Buffer.from(reply).subarray(start, end).toString(),
    OFFSET_UNIT_UTF16: ({start, end}) => reply.slice(start, end),
    OFFSET_UNIT_CODE_POINT: ({start, end}) =>
        [...reply].slice(start, end).join(''),
  };
  for (const [unit, textAt] of Object.entries(cut)) {
    const {findings: [finding]} = await check({reply, offsetUnit: unit});
    assert.equal(textAt(finding.span), '没办法', unit);
    assert.equal(textAt(finding.suggestions[0].span), '没办法', unit);
  }
});

test('turns, labels, channel and slots are taken', async () => {
  const answer = await check({
    reply: '我们过几天再说。',
    turns: [
      {role: 'ROLE_CUSTOMER', text: '什么时候？', time: {seconds: 1700000000}},
      {role: 'ROLE_AGENT', text: '您好'},
    ],
    labels: ['complaint'],
    channel: 'phone',
    slots: {'时间': '明天'},
  });
  assert.equal(answer.rewrite, '我们明天前再说。');
});

test('an error names the field', async () => {
  await assert.rejects(check({reply: ''}), (error) => {
    assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
    assert.match(error.details, /^reply: /);
    const {status, details} = detailsOf(error);
    assert.equal(status.code, grpc.status.INVALID_ARGUMENT);
    assert.equal(status.message, error.details);
    assert.equal(details.ErrorInfo.reason, 'INVALID_REPLY');
    assert.equal(details.ErrorInfo.domain, 'wanyan');
    assert.equal(details.BadRequest.fieldViolations[0].field, 'reply');
    return true;
  });
});

test('an unknown profile is not found', async () => {
  await assert.rejects(check({reply, profile: 'nope'}), (error) => {
    assert.equal(error.code, grpc.status.NOT_FOUND);
    const {details} = detailsOf(error);
    assert.equal(details.ErrorInfo.reason, 'PROFILE_NOT_FOUND');
    assert.equal(details.ResourceInfo.resourceName, 'nope');
    return true;
  });
});

test('many calls may run at once on one connection', async () => {
  const replies = Array.from({length: 500}, (_, i) => `${i}号：没办法`);
  const answers = await Promise.all(replies.map((text) => check({reply: text})));
  answers.forEach((answer, i) => {
    assert.equal(answer.rewrite, `${i}号：尽力而为`);
  });
});

test('health checks are answered', async () => {
  const health = new root.grpc.health.v1.Health(
      address, grpc.credentials.createInsecure());
  const {status} = await call(health, 'check', {service});
  assert.equal(status, 'SERVING');
  const watch = health.watch({service}, deadline());
  watch.on('error', () => {});  // of being cancelled
  const [first] = await once(watch, 'data');
  assert.equal(first.status, 'SERVING');
  watch.cancel();
  health.close();
});

test('reflection lists the services', async () => {
  const reflection = new root.grpc.reflection.v1alpha.ServerReflection(
      address, grpc.credentials.createInsecure());
  const stream = reflection.serverReflectionInfo(deadline());
  stream.end({listServices: ''});
  const [answer] = await once(stream, 'data');
  const names = answer.listServicesResponse.service.map(({name}) => name);
  assert.ok(names.includes(service), names);
  reflection.close();
});
