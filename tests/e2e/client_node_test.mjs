// The Node client kit against a server that answers as it is told to.

import assert from 'node:assert/strict';
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync,
        symlinkSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, describe, test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.resolve(here, '../..');
const binary = process.env.WANYAN_BINARY ??
    path.join(source, 'build/release/bin/wanyan');
const python = '/usr/bin/python3';  // Debian's, which has grpcio
const skipped = 77;  // what ctest takes for "skipped"
// What is not about the deadline has time enough on a busy machine.
const enough = {timeoutMs: 20_000, batchTimeoutMs: 20_000};

const table = JSON.parse(readFileSync(path.join(here, 'fail_modes.json')));

function skipAll(message) {
  console.error(message);
  process.exit(skipped);
}

if (!existsSync(path.join(here, 'node_modules/@grpc/grpc-js'))) {
  skipAll('no @grpc/grpc-js; run: npm ci --prefix tests/e2e');
}
try {
  execFileSync(python, ['-c', 'import grpc'], {stdio: 'ignore'});
} catch {
  skipAll(`${python} has no grpc; install python3-grpcio`);
}

// The kit as it stands in the source tree, beside the tests' modules.
const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'wanyan-')));
const kit = path.join(root, 'clients/node');
for (const folder of ['clients', 'proto']) {
  cpSync(path.join(source, folder), path.join(root, folder), {
    recursive: true,
    filter: (from) => !/node_modules|\/shared$/.test(from),
  });
}
symlinkSync(path.join(here, 'node_modules'), path.join(root, 'node_modules'));
process.on('exit', () => rmSync(root, {recursive: true, force: true}));

function importKit(file, folder = kit) {
  return import(pathToFileURL(path.join(folder, file)));
}

const {FailMode, ReplyGate, Verdict} = await importKit('index.mjs');
const {isLocal} = await importKit('channel.mjs');
const limits = await importKit('requests.mjs');
const modes = Object.values(FailMode);

// A program that prints where it listens.
async function start(command, args) {
  const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'inherit']});
  for await (const line of createInterface({input: child.stdout})) {
    const match = line.match(/^listening on (\S+) \(gRPC\)$/);
    if (match) return {child, address: match[1]};
  }
  throw new Error(`${args[0]} ended before it listened`);
}

async function stop({child}, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

function startFake(...options) {
  return start(python, [path.join(here, 'fake_server.py'), ...options]);
}

function startMalformed(answer) {
  return start(
      process.execPath, [path.join(here, 'malformed_server.mjs'), answer]);
}

let server;

before(async () => {
  server = await startFake();
});

after(() => stop(server));

let ids = 0;

// A reply that tells the fake server what to do, with an id of its own.
function script(fields = {}) {
  ids += 1;
  return JSON.stringify({id: `r${ids}`, ...fields});
}

// Runs `body` with a gate, which is closed afterwards.
async function withGate(options, body) {
  const {target = server.address, ...rest} = options;
  const gate = new ReplyGate(
      target, {failMode: FailMode.CLOSED, ...enough, ...rest});
  try {
    return await body(gate);
  } finally {
    gate.close();
  }
}

function checkWith(options, reply) {
  return withGate(options, (gate) => gate.check(reply));
}

function assertDecides(decision, row, failMode) {
  assert.equal(decision.verdict, row.verdict);
  assert.equal(decision.maySend, row[failMode.toLowerCase()]);
  assert.equal(decision.reason !== '', row.verdict === 'UNCHECKED');
}

function told({reason, response}) {
  return reason || response.decisionId;
}

describe('fail modes', () => {
  test('the table has all codes', () => {
    assert.deepEqual(table.codes.map(({code}) => code), [...Array(17).keys()]);
  });

  for (const failMode of modes) {
    for (const row of table.codes) {
      test(`${row.name}, ${failMode}`, async () => {
        const logged = [];
        const decision = await checkWith(
            {failMode, log: (line) => logged.push(line)},
            script({statuses: [row.code]}));
        assertDecides(decision, row, failMode);
        assert.equal(decision.code, row.name);
        assert.equal(logged.length > 0, row.loud);
        assert.match(told(decision), RegExp(`^attempt ${row.attempts} of`));
      });

      test(`${row.name} of a batch's item, ${failMode}`, async () => {
        const [first, decision] = await withGate(
            {failMode, log: () => {}},
            (gate) => gate.checkAll(
                [script(), script({statuses: [row.code]})]));
        assert.equal(first.verdict, 'ALLOW');
        assertDecides(decision, row, failMode);
        assert.equal(decision.code, row.name);
      });
    }

    for (const row of table.verdicts) {
      test(`verdict ${row.number}, ${failMode}`, async () => {
        const decision = await checkWith(
            {failMode}, script({verdict: row.number}));
        assertDecides(decision, row, failMode);
        assert.equal(decision.code, 'OK');
        assert.equal(decision.reason.includes('update the client'),
                     [0, 99].includes(row.number));
      });
    }
  }

  for (const answer of table.malformed) {
    test(`${answer} is an error`, async () => {
      const malformed = await startMalformed(answer);
      for (const failMode of modes) {
        const options = {target: malformed.address, failMode, log: () => {}};
        const decisions = await withGate(options, async (gate) => [
          await gate.check('a'), ...await gate.checkAll(['a', 'b']),
        ]);
        for (const decision of decisions) {
          assert.notEqual(decision.code, 'OK');
          const row = table.codes.find(({name}) => name === decision.code);
          assertDecides(decision, row, failMode);
        }
      }
      await stop(malformed);
    });
  }

  test('nothing unchecked passes for allowed', async () => {
    const decision = await checkWith(
        {failMode: FailMode.OPEN}, script({statuses: [14]}));
    assert.equal(decision.maySend, true);
    assert.notEqual(decision.verdict, Verdict.ALLOW);
    assert.throws(() => {
      decision.verdict = Verdict.ALLOW;
    }, TypeError);
  });

  test('the mode has no default and no other value', () => {
    assert.throws(() => new ReplyGate('localhost:1'), /failMode must be/);
    for (const failMode of [undefined, true, 'open', 0]) {
      assert.throws(() => new ReplyGate('localhost:1', {failMode}), TypeError);
    }
  });

  test('a block with values of a newer server blocks', async () => {
    const decision = await checkWith(
        {failMode: FailMode.OPEN}, script({verdict: 4, severity: 99}));
    assert.equal(decision.verdict, 'BLOCK');
    assert.equal(decision.maySend, false);
  });
});

describe('deadlines', () => {
  async function assertLate(promise) {
    const started = Date.now();
    const decision = await promise;
    assert.equal(decision.verdict, 'UNCHECKED');
    assert.equal(decision.code, 'DEADLINE_EXCEEDED');
    assert.ok(Date.now() - started < 5000);
  }

  test('a server that hangs is left', async () => {
    const gate = new ReplyGate(server.address, {failMode: FailMode.OPEN});
    await gate.check(script(), enough);  // is connected
    const started = Date.now();
    await assertLate(gate.check(script({delay_ms: 60_000})));
    assert.ok(Date.now() - started > 250);
    gate.close();
  });

  test('a call may have its own deadline', () => withGate({}, async (gate) => {
    await assertLate(
        gate.check(script({delay_ms: 60_000}), {timeoutMs: 100}));
    const [decision] =
        await gate.checkAll([script({delay_ms: 60_000})], {timeoutMs: 100});
    assert.equal(decision.code, 'DEADLINE_EXCEEDED');
  }));

  test('a pause that the server asks for is within the deadline', () =>
    assertLate(checkWith(
        {timeoutMs: 300}, script({statuses: [8], pushback_ms: 60_000}))));

  test('there is no way to wait for ever', () => withGate({}, async (gate) => {
    for (const timeoutMs of [0, -1, Infinity, NaN, 60_001, null, '200']) {
      const error = typeof timeoutMs === 'number' ? RangeError : TypeError;
      assert.throws(
          () => new ReplyGate('a', {failMode: FailMode.OPEN, timeoutMs}),
          error);
      await assert.rejects(gate.check('a', {timeoutMs}), error);
      await assert.rejects(gate.checkAll(['a'], {timeoutMs}), error);
    }
  }));

  test('a server that is not there', async () => {
    for (const failMode of modes) {
      const gate = new ReplyGate('127.0.0.1:1', {failMode});
      const started = Date.now();
      const decision = await gate.check('a');
      assert.equal(decision.verdict, 'UNCHECKED');
      assert.equal(decision.maySend, failMode === FailMode.OPEN);
      assert.ok(Date.now() - started < 5000);
      gate.close();
    }
  });
});

describe('retries', () => {
  test('the third attempt counts', async () => {
    const decision = await checkWith({}, script({statuses: [14, 14, 0]}));
    assert.equal(decision.verdict, 'ALLOW');
    assert.match(told(decision), /^attempt 3 /);
  });

  test('the server\'s pause is kept', async () => {
    const started = Date.now();
    const decision = await checkWith(
        {}, script({statuses: [8, 0], pushback_ms: 700}));
    assert.equal(decision.verdict, 'ALLOW');
    assert.ok(Date.now() - started >= 690);  // timers round
  });

  test('a server may forbid another attempt', async () => {
    const decision = await checkWith(
        {}, script({statuses: [14, 0], pushback_ms: -1}));
    assert.match(told(decision), /^attempt 1 /);
  });

  test('attempts end where most calls fail', async () => {
    // grpc-js keeps count for each target, whatever the channel.
    const failing = await startFake();
    await withGate({target: failing.address}, async (gate) => {
      let last;
      for (let i = 0; i < 30; i += 1) {  // three of the hundred tokens each
        last = await gate.check(script({statuses: [14]}));
      }
      assert.match(told(last), /^attempt 1 /);
    });
    await stop(failing);
  });
});

test('calls go to all replicas and round one that is gone', async () => {
  const replicas = [await startFake(), await startFake()];
  const target = `ipv4:${replicas.map(({address}) => address).join(',')}`;
  await withGate({target}, async (gate) => {
    // The same id: each replica counts for itself, so that the second one says
    // what the first one has said already.
    const answers = new Set();
    const end = Date.now() + enough.timeoutMs;
    for (let answer; !answers.has(answer);) {
      answers.add(answer);
      answer = told(await gate.check('{"id": "same"}'));
      assert.ok(Date.now() < end, 'one replica has all calls');
    }
    await stop(replicas[0], 'SIGKILL');
    for (let i = 0; i < 50; i += 1) {
      assert.equal((await gate.check(script())).verdict, 'ALLOW');
    }
  });
  await stop(replicas[1]);
});

test('what cannot be sent never opens the gate', async () => {
  const options = {failMode: FailMode.OPEN, log: () => {}};
  for (const reply of [
    '\ud800', 'a'.repeat(2_000_000), {reply: 'a', labels: ['\udc00']},
  ]) {
    const decision = await checkWith(options, reply);
    assert.equal(decision.verdict, 'UNCHECKED');
    assert.equal(decision.code, 'INVALID_ARGUMENT');
    assert.equal(decision.maySend, false);
  }
  const decisions = await withGate(
      options, (gate) => gate.checkAll(['\ud800', script()]));
  assert.deepEqual(decisions.map(({code}) => code), ['INVALID_ARGUMENT', 'OK']);
});

describe('mistakes of the program', () => {
  const time = {seconds: 1, nanos: 0};
  const full = {
    reply: script(), locale: 'zh', profile: 'p', phrasebooks: ['b'],
    turns: [{role: 'ROLE_AGENT', text: 'a', time}], labels: ['vip'],
    channel: 'chat', slots: {centre: 'a'}, offsetUnit: 'OFFSET_UNIT_UTF16',
    skipRewrite: true,
  };

  test('what the API has is sent', () => withGate({}, async (gate) => {
    for (const more of [{}, {locale: undefined, turns: null}]) {
      assert.equal((await gate.check({...full, ...more})).verdict, 'ALLOW');
    }
  }));

  const wrong = {
    'request.Profile': {Profile: 'strict'},
    'request.offset_unit': {offset_unit: 'OFFSET_UNIT_UTF16'},
    'request.offsetUnit': {offsetUnit: 'UTF16'},
    'request.locale': {locale: 5},
    'request.labels': {labels: 'vip'},
    'request.labels[1]': {labels: ['vip', null]},
    'request.skipRewrite': {skipRewrite: 'yes'},
    'request.slots': {slots: ['a']},
    'request.slots.centre': {slots: {centre: 1}},
    'request.turns[0]': {turns: ['a']},
    'request.turns[0].Text': {turns: [{Text: 'a'}]},
    'request.turns[0].role': {turns: [{role: 'AGENT'}]},
    'request.turns[0].time.seconds': {turns: [{time: {seconds: '1'}}]},
  };
  for (const [field, fields] of Object.entries(wrong)) {
    test(`${field} is named`, () => withGate({}, async (gate) => {
      const isNamed = (error) =>
        error instanceof TypeError && error.message.startsWith(`${field}: `);
      const request = {...full, ...fields};
      await assert.rejects(gate.check(request), isNamed);
      await assert.rejects(gate.checkAll([script(), request]), isNamed);
    }));
  }

  test('what is no reply', () => withGate({}, async (gate) => {
    for (const reply of [5, null, undefined, ['a'], {}, {reply: 123}]) {
      await assert.rejects(
          gate.check(reply), {name: 'TypeError', message: /^reply must be/});
    }
  }));

  test('one reply is no list', () => withGate({}, async (gate) => {
    for (const replies of ['我没办法', new String('a'), full, 5, null]) {
      await assert.rejects(
          gate.checkAll(replies),
          {name: 'TypeError', message: /^replies must be/});
    }
    const [decision] = await gate.checkAll(new Set([script()]));
    assert.equal(decision.verdict, 'ALLOW');
  }));

  test('a closed gate', async () => {
    const gate = new ReplyGate(server.address, {failMode: FailMode.OPEN});
    gate.close();
    await assert.rejects(gate.check('a'), /the gate is closed/);
    await assert.rejects(gate.checkAll(['a']), /the gate is closed/);
  });
});

describe('batches', () => {
  function batchSizes(decisions) {
    return decisions.map(({response}) => response.locale);
  }

  test('a long list comes back in its order', async () => {
    const replies = Array.from(
        {length: 1203}, (_, i) => script({verdict: 1 + i % 4}));
    const decisions = await withGate({}, (gate) => gate.checkAll(replies));
    assert.deepEqual(
        decisions.map(({response}) => response.decisionId),
        replies.map((reply) => `attempt 1 of ${JSON.parse(reply).id}`));
    assert.deepEqual(
        new Set(batchSizes(decisions)), new Set(['500 items', '203 items']));
  });

  test('batches have a megabyte at most', async () => {
    const replies = Array.from(
        {length: 20}, () => script({text: 'a'.repeat(65_000)}));
    const decisions = await withGate({}, (gate) => gate.checkAll(replies));
    assert.deepEqual(batchSizes(decisions), [
      ...Array(16).fill('16 items'), ...Array(4).fill('4 items'),
    ]);
  });

  test('an empty list', async () => {
    assert.deepEqual(await withGate({}, (gate) => gate.checkAll([])), []);
  });

  test('what found no room is asked again', async () => {
    const decisions = await withGate({}, (gate) => gate.checkAll(
        [script(), script({only_alone: true})]));
    assert.deepEqual(batchSizes(decisions), ['2 items', 'alone']);
  });

  test('what finds room in no batch is asked alone', async () => {
    const decisions = await withGate({}, (gate) => gate.checkAll(
        Array.from({length: 5}, () => script({no_batch: true}))));
    assert.deepEqual(batchSizes(decisions), Array(5).fill('alone'));
  });

  test('a server that is gone leaves all unchecked', async () => {
    const decisions = await withGate(
        {target: '127.0.0.1:1', failMode: FailMode.OPEN},
        (gate) => gate.checkAll(Array(501).fill('a')));
    assert.equal(decisions.length, 501);
    for (const {verdict, maySend} of decisions) {
      assert.deepEqual({verdict, maySend}, {verdict: 'UNCHECKED', maySend: true});
    }
  });
});

describe('access', () => {
  test('a token goes with each call', () =>
    withGate({token: 'abc'}, async (gate) => {
      const {response} = await gate.check(script());
      assert.equal(response.revision, 'Bearer abc');
      const [decision] = await gate.checkAll([script()]);
      assert.equal(decision.response.revision, 'Bearer abc');
    }));

  test('a token never travels in the clear', () => {
    for (const target of [
      '10.0.0.1:1', 'example.com:443', 'dns:///example.com',
      'ipv4:127.0.0.1:1,10.0.0.1:1', '[2001:db8::1]:1', '127.example.com:1',
    ]) {
      assert.ok(!isLocal(target), target);
      assert.throws(
          () => new ReplyGate(target, {failMode: FailMode.OPEN, token: 'abc'}),
          /in the clear/);
    }
    for (const target of [
      'localhost:1', 'dns:///localhost', '[::1]:1', '::1',
      'ipv6:[::1]:1,[::1]:2', 'ipv4:127.0.0.1:1', 'unix:/run/wanyan.sock',
    ]) {
      assert.ok(isLocal(target), target);
    }
  });

  test('what is no token', () => {
    for (const token of ['', 'a b', 'a\nb', '钥匙']) {
      assert.throws(
          () => new ReplyGate('[::1]:1', {failMode: FailMode.OPEN, token}),
          /no bearer token/);
    }
  });

  test('TLS with certificates on both sides', async () => {
    const folder = mkdtempSync(path.join(root, 'tls-'));
    const secure = await startFake('--tls', folder);
    const [ca, certificate, key] =
        ['ca.pem', 'client.pem', 'client-key.pem'].map(
            (name) => readFileSync(path.join(folder, name)));
    const target = secure.address;
    const {response} = await checkWith(
        {target, token: 'abc', tls: {ca, certificate, key}}, script());
    assert.equal(response.revision, 'Bearer abc');
    for (const tls of [{ca}, {certificate, key}, undefined]) {
      const decision = await checkWith({target, tls, timeoutMs: 2000}, script());
      assert.equal(decision.verdict, 'UNCHECKED');
    }
    await stop(secure);
  });

  test('a certificate goes with its key', () => {
    const tls = {certificate: Buffer.from('a')};
    assert.throws(
        () => new ReplyGate('[::1]:1', {failMode: FailMode.OPEN, tls}),
        /goes with its key/);
  });
});

test('the limits are those of the API', () => {
  const proto = readFileSync(
      path.join(source, 'proto/wanyan/v1/check_service.proto'), 'utf8');
  const count = (number) => number.toLocaleString('en-US');
  assert.ok(proto.includes(`${count(limits.maxRequestBytes + 16)} bytes`));
  assert.ok(proto.includes(`1 to ${limits.maxBatchItems} requests`));
  assert.ok(proto.includes(`(${count(limits.maxBatchBytes)} bytes)`));
});

test('the package has all that it needs', async () => {
  const packed = mkdtempSync(path.join(root, 'packed-'));
  execFileSync('npm', ['pack', '--offline', '--pack-destination', packed],
               {cwd: kit, stdio: 'ignore'});
  execFileSync('tar', ['-xzf', 'wanyan-client-0.1.0.tgz'], {cwd: packed});
  rmSync(path.join(kit, 'shared'), {recursive: true});
  const {ReplyGate: PackedGate} =
      await importKit('index.mjs', path.join(packed, 'package'));
  const gate = new PackedGate(
      server.address, {failMode: FailMode.CLOSED, ...enough});
  const decision = await gate.check(script({statuses: [14, 0]}));
  assert.match(told(decision), /^attempt 2 /);
  gate.close();
});

describe('the example', () => {
  test('runs against the server', async () => {
    const wanyan = await start(binary, [
      'serve', '--listen', '127.0.0.1:0', '--http-listen', 'off', '--drain',
      '0s', '--phrasebooks', path.join(here, 'phrasebooks'),
    ]);
    const output = execFileSync(process.execPath, [
      path.join(kit, 'example.mjs'), wanyan.address, '您好。', '这个我没办法。',
    ], {
      // A proxy for the web, which is not on the way.
      env: {...process.env, grpc_proxy: 'http://127.0.0.1:1'},
    });
    assert.equal(output.toString(),
                 'send ALLOW \nhold BLOCK \nsay: 这个我尽力而为。\n');
    await stop(wanyan);
  });

  test('says how it is used', () => {
    for (const args of [[], ['127.0.0.1:1']]) {
      const ran = spawnSync(
          process.execPath, [path.join(kit, 'example.mjs'), ...args]);
      assert.equal(ran.status, 2);
      assert.match(ran.stderr.toString(), /^usage: .*\n$/);
    }
  });

  test('is in the README', () => {
    const [readme, example] = ['README.md', 'example.mjs'].map(
        (file) => readFileSync(path.join(kit, file), 'utf8'));
    assert.ok(readme.includes(example));
  });
});

test('the pins are those of the tests', () => {
  const [own, tests] = [kit, here].map((folder) =>
    JSON.parse(readFileSync(path.join(folder, 'package.json'))));
  for (const [name, version] of Object.entries(own.dependencies)) {
    assert.equal(tests.devDependencies[name], version);
  }
});
