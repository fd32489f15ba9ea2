// What a gate says about a reply, and the one rule behind it.

import grpc from '@grpc/grpc-js';

const {status} = grpc;

export const FailMode = Object.freeze({OPEN: 'OPEN', CLOSED: 'CLOSED'});

export const Verdict = Object.freeze({
  ALLOW: 'ALLOW',
  WARN: 'WARN',
  BLOCK: 'BLOCK',
  UNCHECKED: 'UNCHECKED',
});

// The codes of a checker that is down, late or too busy: the fail mode decides.
// All others say that the caller or the set-up is wrong. That does not pass by
// itself, and would switch the check off for good without anyone seeing it: it
// never opens the gate, and is logged as an error.
const checkerDown = new Set([
  status.CANCELLED,
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

// VERDICT_UNSPECIFIED and numbers that a newer server sends are not here.
const verdicts = new Map([
  ['VERDICT_ALLOW', Verdict.ALLOW],
  ['VERDICT_WARN', Verdict.WARN],
  ['VERDICT_BLOCK', Verdict.BLOCK],
  ['VERDICT_UNCHECKED', Verdict.UNCHECKED],
]);

function decision(fields) {
  return Object.freeze({code: 'OK', reason: '', response: null, ...fields});
}

export function decideByAnswer(response, failMode) {
  const verdict = verdicts.get(response.verdict) ?? Verdict.UNCHECKED;
  if (verdict !== Verdict.UNCHECKED) {
    return decision(
        {verdict, maySend: verdict !== Verdict.BLOCK, response});
  }
  return decision({
    verdict,
    maySend: failMode === FailMode.OPEN,
    reason: uncheckedReason(response),
    response,
  });
}

function uncheckedReason(response) {
  if (response.verdict === 'VERDICT_UNCHECKED') {
    return response.uncheckedReason || 'the server does not say why';
  }
  return `the server answered with a verdict of ${response.verdict}, which ` +
      'this client does not know; update the client';
}

// `code` is a number. An error that is none, or new, says nothing: UNKNOWN.
export function decideByError(code, message, failMode, log) {
  const isKnown = code !== status.OK && status[code] !== undefined;
  const name = status[isKnown ? code : status.UNKNOWN];
  const isDown = checkerDown.has(status[name]);
  if (!isDown) {
    log(`a reply was not checked, and is not to be sent: ${name}: ${message}`);
  }
  return decision({
    verdict: Verdict.UNCHECKED,
    maySend: isDown && failMode === FailMode.OPEN,
    code: name,
    reason: message || name,
  });
}
