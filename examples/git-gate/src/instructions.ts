import { fileURLToPath } from 'node:url'
import type { Example } from './example.js'
import type { Assigned } from './tasks.js'

const HELPER = fileURLToPath(new URL('../credential-helper.sh', import.meta.url))

/** What somebody reads who starts the example. */
export function instructions({ url }: Example, folder: string, reader: Assigned, writer: Assigned): string {
  return `
The gate stands at ${url.origin}, before two repositories in ${folder}.
Both are gone when you stop it with Ctrl+C.

In another terminal, in an empty folder. A task that may read app.git and no more:

  export HALLPASS_TOKEN_FILE=${reader.tokenFile}
  git clone -c credential.helper=${HELPER} ${url.origin}/app.git

Another repository is not its business: 403.

  git clone -c credential.helper=${HELPER} ${url.origin}/site.git

Nor is pushing: 403.

  cd app && git -c user.name=a -c user.email=a@example.com commit --allow-empty -m change && git push

A task that may write it, from the same folder:

  export HALLPASS_TOKEN_FILE=${writer.tokenFile}
  git push
`
}
