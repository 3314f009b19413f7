/** The authorization server of the testkit, as a process. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repository, testkit } from './paths.mjs';
import { start } from './processes.mjs';
import { Failure } from './steps.mjs';

const main = 'io.mcpgateway.testkit.oauth.TestAuthorizationServerMain';

/**
 * @param folder where its output goes
 * @param certificate what it trusts when it fetches client ID metadata documents
 * @returns its `issuer`, and the URL of its `control`
 */
export async function startAuthorizationServer(folder, certificate) {
    if (!existsSync(testkit)) {
        throw new Failure(`${testkit} is missing (mvn package -DskipTests makes it)`);
    }
    const java = execFileSync(join(repository, 'config', 'find-jdk25'), { encoding: 'utf8' }).trim();
    let ready;
    const stop = await start(
        'authorization server',
        join(java, 'bin', 'java'),
        ['-Xmx64m', '-XX:TieredStopAtLevel=1', '-cp', join(testkit, '*'), main, '', certificate],
        {
            // Its first line of JSON.
            ready: { test: (output) => (ready = /^\{"[^\n]*\}$/m.exec(output)) !== null },
            log: join(folder, 'authorization-server.log'),
        },
    );
    return { ...JSON.parse(ready[0]), stop };
}
