// Checks its arguments before they are sent. usage: example.mjs TARGET REPLY…

import {FailMode, ReplyGate} from './index.mjs';

const [target, ...replies] = process.argv.slice(2);
if (replies.length === 0) {
  console.error('usage: example.mjs TARGET REPLY…');
  process.exit(2);
}
const gate = new ReplyGate(target, {failMode: FailMode.CLOSED});
for (const reply of replies) {
  const decision = await gate.check(reply);
  console.log(decision.maySend ? 'send' : 'hold',
              decision.verdict, decision.reason);
  if (decision.response?.rewrite) console.log('say:', decision.response.rewrite);
}
gate.close();
