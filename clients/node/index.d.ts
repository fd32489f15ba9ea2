// Asks a Wanyan server whether replies may be sent.

/**
 * Whether a reply may be sent that could not be checked because the checker is
 * down, late or without a phrasebook for its language.
 */
export const FailMode: {readonly OPEN: 'OPEN'; readonly CLOSED: 'CLOSED'};
export type FailMode = 'OPEN' | 'CLOSED';

/**
 * What the check came to. UNCHECKED is no ALLOW: nothing was checked, or not
 * everything.
 */
export const Verdict: {
  readonly ALLOW: 'ALLOW';
  readonly WARN: 'WARN';
  readonly BLOCK: 'BLOCK';
  readonly UNCHECKED: 'UNCHECKED';
};
export type Verdict = 'ALLOW' | 'WARN' | 'BLOCK' | 'UNCHECKED';

/** gRPC's names for what became of a call. */
export type StatusCode =
    'OK' | 'CANCELLED' | 'UNKNOWN' | 'INVALID_ARGUMENT' | 'DEADLINE_EXCEEDED' |
    'NOT_FOUND' | 'ALREADY_EXISTS' | 'PERMISSION_DENIED' |
    'RESOURCE_EXHAUSTED' | 'FAILED_PRECONDITION' | 'ABORTED' | 'OUT_OF_RANGE' |
    'UNIMPLEMENTED' | 'INTERNAL' | 'UNAVAILABLE' | 'DATA_LOSS' |
    'UNAUTHENTICATED';

/** What a gate says about one reply; frozen. */
export interface Decision {
  readonly verdict: Verdict;
  /**
   * Whether the reply may be sent as it is. A decision is an object, and so
   * always true: ask for this.
   */
  readonly maySend: boolean;
  /** OK where the server answered, else why it did not. */
  readonly code: StatusCode;
  /** Why the verdict is UNCHECKED; empty otherwise. */
  readonly reason: string;
  /** The server's answer, with findings and rewrite; null where there is none. */
  readonly response: CheckReplyResponse | null;
}

/** Certificates in PEM. */
export interface Tls {
  /** Who signs the server's certificate; default: those that Node trusts. */
  ca?: Buffer;
  /** The client's own, for a server that asks for it; goes with `key`. */
  certificate?: Buffer;
  key?: Buffer;
}

export interface ReplyGateOptions {
  /**
   * Required: what becomes of replies while the checker is down is the caller's
   * to say.
   */
  failMode: FailMode;
  /** Bounds each call of `check` with its retries; default: 300. */
  timeoutMs?: number;
  /** Bounds each batch of `checkAll`; default: 5000. */
  batchTimeoutMs?: number;
  /** Turns TLS on; {} for the authorities that Node trusts. */
  tls?: Tls;
  /** The caller's bearer token, over TLS or to a loopback address only. */
  token?: string;
  /**
   * Told of errors of the caller or the set-up, which never open the gate.
   * Default: console.error.
   */
  log?: (message: string) => void;
}

/**
 *     const gate = new ReplyGate('localhost:50051', {failMode: FailMode.CLOSED});
 *     const decision = await gate.check('抱歉，我没办法处理退款。');
 *     if (decision.maySend) …
 *
 * Connects at the first call. Any number of calls may run at once.
 */
export class ReplyGate {
  /**
   * `target` is "host:port", "dns:///host:port" for all addresses that a name
   * has, or "ipv4:10.0.0.1:50051,10.0.0.2:50051". Throws for options that are
   * none.
   */
  constructor(target: string, options: ReplyGateOptions);

  /**
   * The decision about one reply, within `timeoutMs`. Rejects for mistakes of
   * the program only (a reply that is no string, a field or an enum's name that
   * the API has not, a gate that is closed), never for what a server, the
   * network or the text could bring about.
   */
  check(reply: string | CheckReplyRequest, options?: {timeoutMs?: number}):
      Promise<Decision>;

  /**
   * One decision for each of `replies`, in their order: as many as you like, in
   * batches that a server takes, each within `timeoutMs`. A string is no list
   * of replies: TypeError.
   */
  checkAll(
      replies: Iterable<string | CheckReplyRequest>,
      options?: {timeoutMs?: number}): Promise<Decision[]>;

  close(): void;
}

// The messages of proto/wanyan/v1/check_service.proto, whose comments say what
// each field means.

export interface CheckReplyRequest {
  reply: string;
  locale?: string;
  profile?: string;
  phrasebooks?: string[];
  turns?: Turn[];
  labels?: string[];
  channel?: string;
  slots?: Record<string, string>;
  /** OFFSET_UNIT_UTF16 counts as JavaScript does. */
  offsetUnit?:
      'OFFSET_UNIT_UTF8' | 'OFFSET_UNIT_UTF16' | 'OFFSET_UNIT_CODE_POINT';
  skipRewrite?: boolean;
}

export interface Turn {
  role: 'ROLE_AGENT' | 'ROLE_CUSTOMER' | 'ROLE_SYSTEM';
  text?: string;
  time?: {seconds: number; nanos?: number};
}

/** Enums are numbers where a newer server sends what this version has no name for. */
export interface CheckReplyResponse {
  verdict: string | number;
  findings: Finding[];
  /** Absent where there is nothing to mend, or nothing safe. */
  rewrite?: string;
  verified: boolean;
  rewriteReason: string | number;
  locale: string;
  revision: string;
  truncated: boolean;
  uncheckedReason: string;
  decisionId: string;
}

export interface Finding {
  rule: string;
  entry: string;
  norm: string;
  severity: string | number;
  message: string;
  span: Span;
  matchedText: string;
  suggestions: Suggestion[];
}

export interface Span {
  start: number;
  end: number;
}

export interface Suggestion {
  span: Span;
  replacement: string;
  kind: string | number;
  needsInput: boolean;
}
