import { storeContract } from '@hallpass/store-contract'
import { describe, it } from 'vitest'
import { fileStore } from '../src/index.js'
import { newDirectory } from './new-directory.js'

describe('F6 a store whose answers survive the machine', () => {
  it.each(storeContract)('$name', ({ run }) => run(() => fileStore(newDirectory())))
})

describe('F6 a store whose answers survive the process', () => {
  it.each(storeContract)('$name', ({ run }) => run(() => fileStore(newDirectory(), { durability: 'process' })))
})
