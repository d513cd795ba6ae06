import type { ProblemCode } from '../answers.js'
import { html } from './html.js'
import { type PageAnswer, page } from './page.js'
import { WORDINGS, type Wording } from './wordings.js'

/** A refusal that a person sees. */
export interface RefusalPage {
  readonly status: number
  /** Decides the wording where there is no other, and stands below it for those who are asked. */
  readonly code: ProblemCode
  readonly wording?: Wording
  /** The language of a wording of your own, a BCP 47 tag. Default `en`, which the built-in wording is in. */
  readonly lang?: string | undefined
}

/**
 * The page that a browser which navigates gets, in place of a problem document: what happened, and what to do. It holds
 * nothing of the request and nothing of the token. Headers of the refusal, such as `WWW-Authenticate`, are the caller's to add.
 */
export function refusalPage({ status, code, wording = WORDINGS[code], lang }: RefusalPage): PageAnswer {
  const content = html`<p>${wording.text}</p>\n<p><small>${status} ${code}</small></p>`
  return page(status, { title: wording.title, content, lang })
}
