import { HallpassError } from '@hallpass/core'
import { sqlState } from '../postgres-failure.js'

/** Whether the server may still be at work on the statement, since its answer did not come in time. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof HallpassError
}

/** Whether the connection is good for nothing any more: what came over it is not an answer, or is its last. */
export function isBroken(error: unknown): boolean {
  const state = sqlState(error)
  return state === undefined || ['08', '57P', NOT_PREPARED].some((start) => state.startsWith(start))
}

/** Whether the server refused all of a statement or transaction for what others did meanwhile, or forgot what was prepared. */
export function isRefusedWhole(error: unknown): boolean {
  return ['40001', '40P01', NOT_PREPARED].includes(sqlState(error) ?? '')
}

const NOT_PREPARED = '26000'
