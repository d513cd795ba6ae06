import type { TokenRecord } from '../record/record.js'
import { statusOf } from '../record/status.js'
import type { Match } from '../request/match.js'
import type { HttpRequest, TokenRequest } from './request-types.js'
import type { ValidatedToken } from './validation-types.js'

/**
 * A token as a service gives it out: read-only, and known to it again by private fields, which no copy has. A class, since
 * every other way to brand an object costs more than the rest of the answer (docs/decisions/0024).
 */
export class GivenToken implements ValidatedToken {
  readonly id: string
  readonly scope: string
  readonly resourceId: string
  readonly route: string | undefined
  readonly spends: boolean
  readonly params: Readonly<Record<string, string>>
  readonly subject: string | undefined
  readonly name: string | undefined
  readonly roles: ValidatedToken['roles']
  readonly metadata: ValidatedToken['metadata']
  readonly bindings: ValidatedToken['bindings']
  readonly createdBy: string | undefined
  readonly expiresAt: Date
  readonly usesLeft: number | null
  readonly grants: ValidatedToken['grants']
  readonly status: ValidatedToken['status']
  readonly #giver: object
  #takenFor: HttpRequest | undefined

  /** `giver` stands for the service. */
  constructor(giver: object, record: TokenRecord, match: Match, now: number) {
    this.id = record.id
    this.scope = match.scope
    this.resourceId = match.resourceId as string
    this.route = match.route?.text
    this.spends = match.spends
    this.params = match.params
    this.subject = record.subject
    this.name = record.name
    this.roles = record.roles
    this.metadata = record.metadata
    this.bindings = record.bindings
    this.createdBy = record.createdBy
    this.expiresAt = new Date(record.expiresAt)
    this.usesLeft = record.usesLeft
    this.grants = record.grants
    this.status = statusOf(record, now)
    this.#giver = giver
    this.#takenFor = undefined
    Object.freeze(this)
  }

  /** Whether this service gave the token out. */
  static isOf(giver: object, token: unknown): token is GivenToken {
    return typeof token === 'object' && token !== null && #giver in token && token.#giver === giver
  }

  /** Keeps for which request a use was taken from the token. */
  static rememberUse(token: ValidatedToken, request: TokenRequest): void {
    if ('method' in request && #takenFor in token) token.#takenFor = request
  }

  /** Whether the request holds a use that this service took from the token with this id, for the same method and target. */
  static hasUse(giver: object, id: string, request: TokenRequest): boolean {
    if (!('method' in request) || !GivenToken.isOf(giver, request.taken) || request.taken.id !== id) return false
    const before = request.taken.#takenFor
    return before?.method === request.method && before.target === request.target
  }
}
