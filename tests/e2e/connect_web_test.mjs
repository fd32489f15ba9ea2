// Talks to the HTTP door from a web page: @connectrpc/connect-web, bundled by
// esbuild, in a headless Chromium. A page of a listed origin gets answers, one
// of another origin does not even get its calls made.

import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {generateConnectCode, needPackages, skip, startServer} from './program.mjs';

needPackages('@connectrpc/connect', '@connectrpc/connect-web',
             '@bufbuild/protobuf', '@bufbuild/protoc-gen-es/package.json',
             'esbuild');
const esbuild = await import('esbuild');

const browserSeconds = 60;

function needChromium() {
  try {
    execFileSync('chromium', ['--version'], {stdio: 'ignore'});
  } catch {
    skip('chromium is not installed; run: script/bootstrap');
  }
}
needChromium();

// What the page does: calls the door, and posts to its own server what came of
// it.
const pageScript = `
import {Code, createClient} from '@connectrpc/connect';
import {createConnectTransport} from '@connectrpc/connect-web';
import {CheckService} from './wanyan/v1/check_service_pb.js';
import {ErrorInfoSchema} from './google/rpc/error_details_pb.js';

const baseUrl = new URLSearchParams(location.search).get('door');

async function outcome(call) {
  try {
    return await call();
  } catch (error) {
    return {
      code: Code[error.code],
      message: error.rawMessage,
      reasons: error.findDetails(ErrorInfoSchema).map(({reason}) => reason),
    };
  }
}

async function callsWith(useBinaryFormat) {
  const checks = createClient(
      CheckService, createConnectTransport({baseUrl, useBinaryFormat}));
  const rewriteOf = async (reply) =>
      (await checks.checkReply({reply}, {timeoutMs: 10000})).rewrite;
  return {
    answer: await outcome(() => rewriteOf('😀抱歉，这个我没办法。')),
    error: await outcome(() => rewriteOf('')),
  };
}

// A request that a browser sends without asking first.
async function callWithoutAsking() {
  try {
    await fetch(baseUrl + '/wanyan.v1.CheckService/CheckReply',
                {method: 'POST', mode: 'no-cors', body: '{"reply": "a"}'});
    return 'sent';
  } catch {
    return 'not sent';
  }
}

const results = {
  json: await callsWith(false),
  protobuf: await callsWith(true),
  unasked: await callWithoutAsking(),
};
await fetch('/results', {method: 'POST', body: JSON.stringify(results)});
`;

const code = generateConnectCode();
const bundle = await bundlePage();

async function bundlePage() {
  const entry = path.join(code.folder, 'page.js');
  writeFileSync(entry, pageScript);
  const {outputFiles: [file]} = await esbuild.build({
    entryPoints: [entry], bundle: true, format: 'esm', target: 'es2022',
    write: false,
  });
  return file.contents;
}

// A web site of one page; `results` is what the page posts.
async function startSite() {
  let arrive;
  const results = new Promise((resolve) => { arrive = resolve; });
  const site = createServer(async (request, response) => {
    if (request.url === '/page.js') {
      response.setHeader('Content-Type', 'text/javascript');
      response.end(bundle);
    } else if (request.url === '/results') {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.end();
      arrive(JSON.parse(body));
    } else {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end('<script type="module" src="/page.js"></script>');
    }
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${site.address().port}`;
  return {origin, results, close: () => {
    site.close();
    site.closeAllConnections();
  }};
}

// What the page of `site` reports when a browser opens it.
async function visit(site) {
  const profile = mkdtempSync(path.join(tmpdir(), 'wanyan-chromium-'));
  const browser = spawn('chromium', [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
    '--disable-background-networking', '--no-first-run', '--no-proxy-server',
    `--user-data-dir=${profile}`,
    `${site.origin}/?door=${encodeURIComponent(server.httpUrl)}`,
  ], {stdio: 'ignore'});
  const ended = new Promise((resolve) => browser.on('exit', resolve));
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the page reports nothing')),
                       browserSeconds * 1000);
  });
  try {
    return await Promise.race([site.results, timeout]);
  } finally {
    clearTimeout(timer);
    browser.kill('SIGTERM');
    await ended;
    // Its other processes may still be writing.
    await rm(profile, {recursive: true, force: true, maxRetries: 20});
  }
}

let server;
let listed;
let other;

before(async () => {
  listed = await startSite();
  other = await startSite();
  server = await startServer('--cors-origin', listed.origin);
});

after(async () => {
  code.remove();
  listed.close();
  other.close();
  await server.stop();
});

// How many calls have reached the services.
async function callsStarted() {
  const text = await (await fetch(`${server.httpUrl}/metrics`)).text();
  const counts = [...text.matchAll(
      /^grpc_server_started_total\{.*grpc_method="CheckReply".*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

test('a page of a listed origin gets answers and errors', async () => {
  const results = await visit(listed);
  for (const form of ['json', 'protobuf']) {
    assert.equal(results[form].answer, '😀抱歉，这个我尽力而为。', form);
    assert.equal(results[form].error.code, 'InvalidArgument', form);
    assert.deepEqual(results[form].error.reasons, ['INVALID_REPLY'], form);
  }
  assert.equal(await callsStarted(), 4);
});

test('a page of another origin cannot call', async () => {
  const before = await callsStarted();
  const results = await visit(other);
  for (const form of ['json', 'protobuf']) {
    assert.match(results[form].answer.message, /fetch/i, form);
    assert.match(results[form].error.message, /fetch/i, form);
  }
  assert.equal(results.unasked, 'sent');
  assert.equal(await callsStarted(), before);
});
