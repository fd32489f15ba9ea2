// ReplyGate: may this reply be sent? index.d.ts is the manual.

import grpc from '@grpc/grpc-js';

import {Batches} from './batches.mjs';
import {callMetadata, channelCredentials, channelOptions, CheckService}
    from './channel.mjs';
import {decideByAnswer, decideByError, FailMode, Verdict}
    from './decision.mjs';
import {checkedTimeout, RequestError, toRequest} from './requests.mjs';

export {FailMode, Verdict};

// Someone waits for the reply to be sent. A check takes milliseconds; the rest
// is for the network, and for one more attempt at another replica.
const defaultTimeoutMs = 300;
// For each batch of up to 500 replies.
const defaultBatchTimeoutMs = 5000;

export class ReplyGate {
  #client;
  #metadata;
  #timeoutMs;
  #batchTimeoutMs;
  #decide;
  #isClosed = false;

  constructor(target, {
    failMode,
    timeoutMs = defaultTimeoutMs,
    batchTimeoutMs = defaultBatchTimeoutMs,
    tls,
    token,
    log = console.error,
  } = {}) {
    if (!Object.values(FailMode).includes(failMode)) {
      throw new TypeError(
          'failMode must be FailMode.OPEN or FailMode.CLOSED');
    }
    this.#timeoutMs = checkedTimeout(timeoutMs);
    this.#batchTimeoutMs = checkedTimeout(batchTimeoutMs);
    this.#metadata = callMetadata(target, tls, token);
    this.#client =
        new CheckService(target, channelCredentials(tls), channelOptions());
    this.#decide = {
      byAnswer: (response) => decideByAnswer(response, failMode),
      byError: (code, message) => decideByError(code, message, failMode, log),
    };
  }

  async check(reply, {timeoutMs = this.#timeoutMs} = {}) {
    this.#requireOpen();
    checkedTimeout(timeoutMs);
    try {
      const {request} = toRequest(reply);
      return this.#decide.byAnswer(
          await this.#call('checkReply', request, timeoutMs));
    } catch (error) {
      return this.#byError(error);
    }
  }

  async checkAll(replies, {timeoutMs = this.#batchTimeoutMs} = {}) {
    this.#requireOpen();
    checkedTimeout(timeoutMs);
    const batches = new Batches(replies, this.#decide);
    for (let call; (call = batches.next());) {
      try {
        batches.take(await this.#call(call.method, call.request, timeoutMs));
      } catch (error) {
        if (!isStatus(error)) throw error;
        batches.fail(error);
      }
    }
    return batches.decisions;
  }

  close() {
    this.#isClosed = true;
    this.#client.close();
  }

  #requireOpen() {
    if (this.#isClosed) {
      throw new Error('the gate is closed; make another one');
    }
  }

  #call(method, request, timeoutMs) {
    const deadline = Date.now() + timeoutMs;
    return new Promise((resolve, reject) => {
      this.#client[method](
          request, this.#metadata, {deadline},
          (error, response) => error ? reject(error) : resolve(response));
    });
  }

  #byError(error) {
    if (error instanceof RequestError) {
      return this.#decide.byError(
          grpc.status.INVALID_ARGUMENT, error.message);
    }
    if (!isStatus(error)) throw error;
    return this.#decide.byError(error.code, error.details);
  }
}

// Whether a call failed with `error`, and not the program.
function isStatus(error) {
  return typeof error.code === 'number' && typeof error.details === 'string';
}
