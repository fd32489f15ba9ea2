// A long list of replies, cut into batches and put together again.

import grpc from '@grpc/grpc-js';

import {firstBatch, maxBatchItems, RequestError, toRequest}
    from './requests.mjs';

const {status} = grpc;

// The way of `replies` through the service; makes no call itself.
//
//   const batches = new Batches(replies, decide);
//   for (let call; (call = batches.next());) {
//     batches.take(response);      // or batches.fail(error)
//   }
//   return batches.decisions;
//
// `decide` has byAnswer(response) and byError(code, message). Throws TypeError
// where `replies` is one reply.
export class Batches {
  // One for each of the replies, in their order.
  decisions = [];
  #decide;
  // What is still to be sent, and the batch that was sent last: the place of
  // each request, the request and its size.
  #pending = [];
  #sent = [];
  #most = maxBatchItems;

  constructor(replies, decide) {
    requireList(replies);
    this.#decide = decide;
    for (const reply of replies) this.#add(reply);
  }

  #add(reply) {
    const index = this.decisions.push(null) - 1;
    try {
      this.#pending.push({index, ...toRequest(reply)});
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.decisions[index] =
          this.#decide.byError(status.INVALID_ARGUMENT, error.message);
    }
  }

  // The next call to make, as {method, request}: of a batch, or of one reply
  // that is alone in it, whose answer has no limit. undefined where all is
  // decided.
  next() {
    if (this.#pending.length === 0) return undefined;
    const size = firstBatch(this.#pending.slice(0, this.#most));
    this.#sent = this.#pending.splice(0, size);
    const requests = this.#sent.map(({request}) => request);
    return size === 1 ? {method: 'checkReply', request: requests[0]} :
                        {method: 'batchCheckReplies', request: {requests}};
  }

  // The answer to the last call.
  take(response) {
    if (this.#sent.length === 1) {
      const [{index}] = this.#sent;
      this.decisions[index] = this.#decide.byAnswer(response);
    } else {
      this.#takeResults(response.results);
    }
  }

  #takeResults(results) {
    if (results.length !== this.#sent.length) {
      this.fail({
        code: status.INTERNAL,
        details: `the server answered with ${results.length} results to ` +
            `${this.#sent.length} requests`,
      });
      return;
    }
    // What found no room in the response goes again, in a smaller batch, and at
    // last alone.
    const again = [];
    this.#sent.forEach((item, i) => {
      if (results[i].error?.code === status.RESOURCE_EXHAUSTED) {
        again.push(item);
      } else {
        this.decisions[item.index] = this.#decideItem(results[i]);
      }
    });
    if (again.length === this.#sent.length) {
      this.#most = Math.floor(again.length / 2);
    }
    this.#pending.unshift(...again);
  }

  // The last call came to nothing.
  fail({code, details}) {
    const decision = this.#decide.byError(code, details);
    for (const {index} of this.#sent) this.decisions[index] = decision;
  }

  #decideItem({response, error}) {
    if (response) return this.#decide.byAnswer(response);
    return this.#decide.byError(error?.code, error?.message ?? '');
  }
}

// A text is iterable: its characters would be checked one by one, and each of
// them allowed.
function requireList(replies) {
  const isText = Object(replies) instanceof String;
  if (isText || typeof replies?.[Symbol.iterator] !== 'function') {
    throw new TypeError(
        'replies must be an array or another iterable of replies; for one, ' +
        'use check');
  }
}
