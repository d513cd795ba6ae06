import { describeArrows } from './describe-arrows.js'
import type { PartTable } from './parts.js'

/**
 * The parts of core from the bottom up, and what each may import beside itself. `record` is what is kept, `rule` what decides
 * over it; the service alone knows stores.
 */
const PARTS: PartTable = {
  error: { starts: ['errors.ts'], mayImport: [] },
  plain: { starts: ['plain-object.ts'], mayImport: [] },
  duration: { starts: ['duration.ts'], mayImport: ['error'] },
  scope: { starts: ['scope/'], mayImport: ['error', 'duration'] },
  record: { starts: ['record/'], mayImport: [] },
  token: { starts: ['token/'], mayImport: ['error', 'plain', 'record'] },
  request: { starts: ['request/'], mayImport: ['error', 'scope', 'record'] },
  rule: {
    starts: ['record/checks.ts', 'record/transition.ts'],
    mayImport: ['error', 'scope', 'record', 'token', 'request'],
  },
  store: { starts: ['store/'], mayImport: ['error', 'record'] },
  service: {
    starts: ['service/'],
    mayImport: ['error', 'plain', 'duration', 'scope', 'record', 'token', 'request', 'rule', 'store'],
  },
  sweeper: { starts: ['sweeper.ts'], mayImport: ['error', 'duration', 'service'] },
  index: {
    starts: ['index.ts'],
    mayImport: ['error', 'duration', 'scope', 'record', 'token', 'request', 'rule', 'store', 'service', 'sweeper'],
  },
}

describeArrows(
  'core',
  PARTS,
  [
    ['a rule upwards', 'record/checks.ts', '../service/consume.js'],
    ['a store upwards', 'store/memory.ts', '../record/checks.js'],
    ['a record upwards', 'record/record.ts', '../scope/scope.js'],
    ['the error upwards', 'errors.ts', './duration.js'],
  ],
  ['scope/definition.ts', 'scope/scope.ts'],
)
