// Puts what the package shares with the other kits, the API and the channel's
// settings, into shared/; npm runs it before it packs.

import {cpSync, mkdirSync, rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

function at(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}

rmSync(at('shared'), {recursive: true, force: true});
mkdirSync(at('shared'));
cpSync(at('../../proto'), at('shared/proto'), {
  recursive: true,
  filter: (path) => !path.endsWith('CMakeLists.txt'),
});
for (const file of ['service_config.json', 'channel_arguments.json']) {
  cpSync(at(`../${file}`), at(`shared/${file}`));
}
