// Requests that a server takes, alone and in batches.

import {CheckService} from './channel.mjs';
import {requireMessage} from './message_types.mjs';

// The server takes messages of 1,114,112 bytes; 16 are kept for an item's frame
// in a batch. A larger message would come back as RESOURCE_EXHAUSTED, as from a
// busy server, and the fail mode could let it pass.
export const maxRequestBytes = 1_114_112 - 16;
export const maxBatchItems = 500;
export const maxBatchBytes = 1 << 20;

// A call that waits longer than this waits in fact for ever.
export const maxTimeoutMs = 60_000;

// The request cannot be sent, whatever the server says.
export class RequestError extends Error {}

// A request and its size on the wire. Throws RequestError where a text is
// ill-formed or too long, TypeError for what is no reply and no request.
export function toRequest(reply) {
  const request = typeof reply === 'string' ? {reply} : reply;
  if (typeof request?.reply !== 'string') {
    throw new TypeError('reply must be a string, alone or in a request');
  }
  requireMessage('CheckReplyRequest', request, 'request');
  requireWellFormed(request);
  const size = CheckService.service.CheckReply.requestSerialize(request).length;
  if (size > maxRequestBytes) {
    throw new RequestError(`the request has ${size} bytes, and may have ` +
                           `${maxRequestBytes}; send fewer turns`);
  }
  return {request, size};
}

// Half of a surrogate pair is no text: it would be checked as something else
// than what is sent.
function requireWellFormed(value) {
  if (typeof value === 'string') {
    const index = value.search(/\p{Surrogate}/u);
    if (index >= 0) {
      throw new RequestError(
          `the text is not well-formed at UTF-16 code unit ${index}; ` +
          'send text without lone surrogates');
    }
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value).flat().forEach(requireWellFormed);
  }
}

// How many of `requests`, the first ones, fit one batch; at least 1.
export function firstBatch(requests) {
  let bytes = 0;
  const most = Math.min(requests.length, maxBatchItems);
  for (let i = 0; i < most; i += 1) {
    bytes += requests[i].size;
    if (bytes > maxBatchBytes && i > 0) return i;
  }
  return most;
}

// Throws RangeError for what would be no deadline, TypeError for no number.
export function checkedTimeout(milliseconds) {
  if (typeof milliseconds !== 'number') {
    throw new TypeError('a timeout must be a number of milliseconds');
  }
  if (!(milliseconds > 0 && milliseconds <= maxTimeoutMs)) {
    throw new RangeError(`a timeout of ${milliseconds} ms: must be more than ` +
                         `0 and at most ${maxTimeoutMs}`);
  }
  return milliseconds;
}
