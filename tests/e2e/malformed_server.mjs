// A server for tests of the client kits: to every call it gives the same
// answer, which is no gRPC, or not much of it.
//
// usage: malformed_server.mjs ANSWER
//
// ANSWER is a name of `answers` below. It prints "listening on HOST:PORT (gRPC)"
// and ends at SIGTERM, or by itself after ten minutes.

import http2 from 'node:http2';

const lifetimeMs = 600_000;
const unimplemented = '12';

function begin(stream, type, fields = {}, options = {}) {
  stream.respond({':status': 200, 'content-type': type, ...fields}, options);
}

// A message of `bytes`, with gRPC's frame around it, and the status OK.
function sendMessage(stream, bytes) {
  begin(stream, 'application/grpc', {}, {waitForTrailers: true});
  stream.on('wantTrailers', () => stream.sendTrailers({'grpc-status': '0'}));
  stream.end(Buffer.from([0, 0, 0, 0, bytes.length, ...bytes]));
}

function sendStatus(stream, status) {
  begin(stream, 'application/grpc', {'grpc-status': status}, {endStream: true});
}

const answers = {
  'no message': (stream) => sendStatus(stream, '0'),
  'no protobuf': (stream) => sendMessage(stream, [0xff, 0xff, 0xff]),
  'unknown status': (stream) => sendStatus(stream, '99'),
  'a web page': (stream) => {
    begin(stream, 'text/html');
    stream.end('<html></html>');
  },
  'a reset': (stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
};

const answer = answers[process.argv[2]];
const server = http2.createServer();
server.on('stream', (stream, headers) => {
  stream.on('error', () => {});  // the client has gone
  stream.resume();
  if (headers[':path'].startsWith('/grpc.health.')) {
    sendStatus(stream, unimplemented);
  } else {
    answer(stream);
  }
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on 127.0.0.1:${server.address().port} (gRPC)`);
});
process.on('SIGTERM', () => process.exit(0));
setTimeout(() => process.exit(0), lifetimeMs);
