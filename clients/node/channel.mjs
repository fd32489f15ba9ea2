// How a server is reached: the API, the channel's settings, TLS and the token.

import {existsSync, readFileSync} from 'node:fs';
import {isIP} from 'node:net';
import {fileURLToPath} from 'node:url';

import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

// In the package, all is in shared/; in the source tree, where all kits find it.
const packed = new URL('shared/', import.meta.url);
const isPacked = existsSync(packed);
const settings = isPacked ? packed : new URL('../', import.meta.url);
const protos = isPacked ? new URL('proto/', packed) :
                          new URL('../../proto/', import.meta.url);

// What RFC 6750 lets a bearer token be.
const token68 = /^[A-Za-z0-9._~+/-]+=*$/;

// The API's messages and services. Enums are names, but numbers where this
// version knows no name.
export const definition = protoLoader.loadSync('wanyan/v1/check_service.proto', {
  includeDirs: [fileURLToPath(protos)],
  enums: String,
  longs: Number,
  defaults: true,
  oneofs: true,
});

// The client of wanyan.v1.CheckService, as a class.
export const {CheckService} = grpc.loadPackageDefinition(definition).wanyan.v1;

function readSetting(name) {
  return readFileSync(new URL(name, settings), 'utf8');
}

// The settings that all kits share; clients/README.md has the reasons.
export function channelOptions() {
  return {
    ...JSON.parse(readSetting('channel_arguments.json')),
    'grpc.service_config': readSetting('service_config.json'),
  };
}

export function channelCredentials(tls) {
  if (!tls) return grpc.credentials.createInsecure();
  if (!tls.certificate !== !tls.key) {
    throw new TypeError(
        'a client certificate goes with its key: give both or none');
  }
  return grpc.credentials.createSsl(
      tls.ca ?? null, tls.key ?? null, tls.certificate ?? null);
}

// What goes with each call. Throws where the token could be read on its way, or
// cannot be one.
export function callMetadata(target, tls, token) {
  const metadata = new grpc.Metadata();
  if (token === undefined) return metadata;
  if (!token68.test(token)) {
    throw new TypeError('the token has characters that no bearer token has');
  }
  if (!tls && !isLocal(target)) {
    throw new TypeError(`a token for ${target} would travel in the clear; ` +
                        'give tls, or use a loopback address');
  }
  metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

// Whether nothing that is sent to `target` leaves the machine.
export function isLocal(target) {
  if (target.startsWith('unix:')) return true;
  return target.replace(/^(dns:(\/\/\/?)?|ipv4:|ipv6:)/, '')
      .split(',')
      .every((address) => isLoopback(hostOf(address)));
}

function hostOf(address) {
  const [, bracketed, host] =
      address.match(/^\[([^\]]*)\](?::\d+)?$|^([^:]*)(?::\d+)?$/) ?? [];
  return bracketed ?? host ?? address;
}

function isLoopback(host) {
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === 'localhost' || host === '::1';
}
