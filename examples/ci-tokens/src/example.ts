import { createTokenService, type MintedToken, startSweeper } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { createApi } from './api.js'
import { createBuilds } from './builds.js'
import { createFormats } from './formats.js'
import { listen } from './listen.js'
import { createPeople, type People } from './people.js'
import { createRunnerAccess, RUNNER, type RunnerAccess } from './runner.js'
import { account, repoRead, repoWrite } from './scopes.js'
import { accessOptions } from './sessions.js'
import type { Settings } from './settings.js'

export interface ExampleOptions extends Settings {
  /** The file in which both services keep tokens, where no `store` is named. */
  readonly database: string
  readonly log: (line: string) => void
}

/** The two services, running. */
export interface Example {
  readonly apiUrl: URL
  readonly buildsUrl: URL
  readonly people: People
  readonly runner: RunnerAccess
  /** A token for a job of ann's, made within an access token of hers, as `POST /tokens` does. */
  jobToken(): Promise<MintedToken>
  stop(): Promise<void>
}

/** Starts both, each with a store of its own over the one file, as two processes would. */
export async function startExample({
  port,
  buildsPort,
  format,
  database,
  store,
  log,
}: ExampleOptions): Promise<Example> {
  const { minting, checking } = createFormats(format)
  const url = store ?? `sqlite:${database}`
  const service = createTokenService({
    ...{ scopes: [account, repoRead, repoWrite], store: await storeFromUrl(url) },
    ...minting,
  })
  const second = createTokenService({ scopes: [repoRead, repoWrite], store: await storeFromUrl(url), ...checking })
  const [people, runner] = [createPeople(), createRunnerAccess()]
  const api = await listen(createApi({ service, people, runner, log }), port, 'PORT')
  const builds = await listen(createBuilds({ service: second, log }).callback(), buildsPort, 'BUILDS_PORT')
  const sweeper = startSweeper(service)

  return {
    ...{ apiUrl: api.url, buildsUrl: builds.url, people, runner },
    async jobToken() {
      const ann = await people.signIn('ann', people.passwordOf('ann'))
      const access = ann && (await service.mint(account, accessOptions(ann)))
      const validation = await service.validate(access?.token, { scope: account })
      if (!validation.ok) throw new Error(`ann's own token is ${validation.refusal.reason}`)
      return service.mint(repoWrite, {
        ...{ resourceId: 'shop', name: 'nightly build', roles: ['builder'], createdBy: 'ann', subject: RUNNER },
        within: validation.token,
      })
    },
    async stop() {
      await Promise.all([api.close(), builds.close()])
      await sweeper.stop()
      await Promise.all([service.close(), second.close()])
    },
  }
}
