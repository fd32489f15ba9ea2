// A long list of replies, cut into batches and put together again.

import grpc from '@grpc/grpc-js';

import {firstBatch, RequestError, toRequest} from './requests.mjs';

const {status} = grpc;

// The way of `replies` through BatchCheckReplies; makes no call itself.
//
//   const batches = new Batches(replies, decide);
//   for (let request; (request = batches.next());) {
//     batches.take(response);      // or batches.fail(error)
//   }
//   return batches.decisions;
//
// `decide` has byAnswer(response) and byError(code, message).
export class Batches {
  // One for each of the replies, in their order.
  decisions = [];
  #decide;
  // What is still to be sent, and the batch that was sent last: the place of
  // each request, the request and its size.
  #pending = [];
  #sent = [];

  constructor(replies, decide) {
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

  // The next batch; undefined where all is decided.
  next() {
    if (this.#pending.length === 0) return undefined;
    this.#sent = this.#pending.splice(0, firstBatch(this.#pending));
    return {requests: this.#sent.map(({request}) => request)};
  }

  // The answer to the last batch.
  take({results}) {
    if (results.length !== this.#sent.length) {
      this.fail({
        code: status.INTERNAL,
        details: `the server answered with ${results.length} results to ` +
            `${this.#sent.length} requests`,
      });
      return;
    }
    // What found no room in the response goes again in another batch, as long
    // as that makes them smaller.
    const isFull = results.map(
        ({error}) => error?.code === status.RESOURCE_EXHAUSTED);
    const hasRoom = !isFull.every(Boolean);
    const again = this.#sent.filter((_, i) => hasRoom && isFull[i]);
    this.#sent.forEach(({index}, i) => {
      if (hasRoom && isFull[i]) return;
      this.decisions[index] = this.#decideItem(results[i]);
    });
    this.#pending.unshift(...again);
  }

  // The last batch came to nothing.
  fail({code, details}) {
    const decision = this.#decide.byError(code, details);
    for (const {index} of this.#sent) this.decisions[index] = decision;
  }

  #decideItem({response, error}) {
    if (response) return this.#decide.byAnswer(response);
    return this.#decide.byError(error?.code, error?.message ?? '');
  }
}
