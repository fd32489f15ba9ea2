// The program under test, for the tests in Node.

import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const source = path.resolve(here, '../..');
const binary = process.env.WANYAN_BINARY ??
    path.join(source, 'build/release/bin/wanyan');

// Ends the test as "skipped", as ctest has it.
export function skip(reason) {
  console.error(reason);
  process.exit(77);
}

// The packages of package.json that a test needs must be there.
export function needPackages(...names) {
  const require = createRequire(import.meta.url);
  for (const name of names) {
    try {
      require.resolve(name);
    } catch (error) {
      skip(`${error.message}\nrun: npm ci --prefix tests/e2e`);
    }
  }
}

// `wanyan serve` on free ports with the tests' own phrasebooks. `stop` ends it
// and fails unless it ends well.
export async function startServer(...flags) {
  const process_ = spawn(binary, [
    'serve', '--listen', '127.0.0.1:0', '--http-listen', '127.0.0.1:0',
    '--drain', '0s', '--phrasebooks', path.join(here, 'phrasebooks'), ...flags,
  ], {stdio: ['ignore', 'pipe', 'inherit']});
  const exit = new Promise((resolve) => process_.on('exit', resolve));
  const addresses = {};
  for await (const line of createInterface({input: process_.stdout})) {
    const match = line.match(/^listening on (\S+) \((gRPC|HTTP)\)$/);
    if (match) addresses[match[2]] = match[1];
    if (addresses.gRPC && addresses.HTTP) break;
  }
  assert.ok(addresses.HTTP, 'the server ended before it listened');
  return {
    address: addresses.gRPC,
    httpUrl: `http://${addresses.HTTP}`,
    async stop() {
      process_.kill('SIGTERM');
      assert.equal(await exit, 0);
    },
  };
}

// A folder with what @bufbuild/protoc-gen-es makes of our protos, as a user of
// the API would; `remove` deletes it.
export function generateConnectCode() {
  const folder = mkdtempSync(path.join(tmpdir(), 'wanyan-connect-'));
  const modules = path.join(here, 'node_modules');
  symlinkSync(modules, path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
  const proto = path.join(source, 'proto');
  execFileSync('protoc', [
    `--plugin=${path.join(modules, '.bin/protoc-gen-es')}`,
    `--es_out=${folder}`, '--es_opt=target=js,import_extension=js',
    `-I${proto}`, 'wanyan/v1/check_service.proto',
    'wanyan/v1/phrasebook_service.proto', 'google/rpc/status.proto',
    'google/rpc/error_details.proto',
  ]);
  return {
    folder,
    module: (name) => path.join(folder, name),
    remove: () => rmSync(folder, {recursive: true}),
  };
}
