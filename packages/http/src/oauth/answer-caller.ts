import { HallpassError, shown } from '@hallpass/core'
import type { RefuseAnswer, ShowAnswer } from '../answer.js'
import { inTime } from '../in-time.js'
import { type OAuthRefusal, refuseOAuth } from './oauth-answers.js'
import type { CallerSettings } from './oauth-options.js'
import type { OAuthRequest } from './oauth-request.js'
import { presentedField } from './presented-field.js'

/** The answer of introspection or revocation. An adapter translates it and decides nothing. */
export type OAuthAnswer = ShowAnswer | RefuseAnswer

/** What is done with a text that a caller presented. */
export type CallerWork = (text: string, caller: string) => Promise<ShowAnswer | OAuthRefusal>

/**
 * Answers authenticated callers who post a form with a token, and refuses all others before anything is looked up.
 * @throws HallpassError `ERR_OPTIONS` where `caller` gives what is no name
 */
export async function answerCaller<R>(
  settings: CallerSettings<R>,
  request: OAuthRequest<R>,
  work: CallerWork,
): Promise<OAuthAnswer> {
  const answer = request.method === 'POST' ? await answerPost(settings, request, work) : 'method'
  return typeof answer === 'string' ? refuseOAuth(answer, settings.challenge) : answer
}

async function answerPost<R>(
  settings: CallerSettings<R>,
  request: OAuthRequest<R>,
  work: CallerWork,
): Promise<ShowAnswer | OAuthRefusal> {
  const failed = (error: unknown) => {
    settings.onError(error)
    return 'unavailable' as const
  }
  const asked = await askApplication(settings, request).catch(failed)
  if (asked === 'unavailable') return asked
  const caller = nameIn(asked.given)
  return caller === undefined ? 'caller' : workOnField(request, caller, work).catch(failed)
}

async function askApplication<R>({ caller }: CallerSettings<R>, { request }: OAuthRequest<R>) {
  return { given: (await inTime(caller(request), 'caller')) as unknown }
}

/** @throws HallpassError `ERR_OPTIONS` */
function nameIn(given: unknown): string | undefined {
  if (given === undefined || given === null || given === '') return undefined
  if (typeof given === 'string') return given
  throw new HallpassError('ERR_OPTIONS', `caller must give the caller's name or undefined, got ${shown(given)}`)
}

async function workOnField(
  request: OAuthRequest,
  caller: string,
  work: CallerWork,
): Promise<ShowAnswer | OAuthRefusal> {
  const text = await presentedField(request)
  return text === undefined ? 'form' : work(text, caller)
}
