import { describeArrows } from './describe-arrows.js'
import type { PartTable } from './parts.js'

/** What programs import stands by itself; the command is built over it. */
const PARTS: PartTable = {
  gate: { starts: ['gate/'], mayImport: [] },
  store: { starts: ['stores/', 'store-from-url.ts'], mayImport: [] },
  command: { starts: [''], mayImport: ['gate', 'store'] },
}

describeArrows('cli', PARTS, [
  ['the gate to words of the command', 'gate/options.ts', '../options.js'],
  ['the gate to the stores', 'gate/create-gate.ts', '../store-from-url.js'],
  ['a store to an error of the command', 'stores/postgres.ts', '../command-error.js'],
])
