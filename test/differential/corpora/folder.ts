import { existsSync } from 'node:fs'
import { join } from 'node:path'

const BESIDE_THE_CHECKOUT = join(import.meta.dirname, '../../../../shared/corpora')

/**
 * The folder with the public corpora, which are not part of the repository: `HALLPASS_CORPORA`, or the one beside the
 * checkout. `undefined` where there is none.
 * @throws Error where `HALLPASS_CORPORA` names a folder that is not there
 */
export function corporaFolder(): string | undefined {
  const named = process.env['HALLPASS_CORPORA']
  if (named !== undefined && !existsSync(named))
    throw new Error(`HALLPASS_CORPORA must name the folder of the corpora, got ${named}, which is not there`)
  return named ?? (existsSync(BESIDE_THE_CHECKOUT) ? BESIDE_THE_CHECKOUT : undefined)
}
