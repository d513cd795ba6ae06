import { memoryStore } from '@hallpass/core'
import { storeContract } from '@hallpass/store-contract'
import { describe, it } from 'vitest'

describe('memory store', () => {
  for (const { name, run } of storeContract) it(name, () => run(memoryStore))
})
