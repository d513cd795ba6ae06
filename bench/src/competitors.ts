import { memoryStore } from '@hallpass/core'
import type { Competitor } from './interleave.js'
import { strangers, type TokensUnderTest } from './tokens-under-test.js'

/** `validate` and its refusals, over tokens in some store. Each answer is checked as it comes. */
export async function validations({ service, next }: TokensUnderTest): Promise<readonly Competitor[]> {
  const unknown = await strangers(memoryStore(), 4096)
  const passes = async (): Promise<boolean> => {
    const { text, request } = next()
    return (await service.validate(text, request)).ok
  }
  const refuses = (text: (index: number) => string | undefined, target?: string) => async (index: number) => {
    const { request } = next()
    return !(await service.validate(text(index), target ? { ...request, target } : request)).ok
  }
  return [
    timed('validate', passes),
    timed(
      'refuse: nothing presented',
      refuses(() => undefined),
    ),
    timed(
      'refuse: malformed',
      refuses(() => 'hp_nonsense'),
    ),
    timed(
      'refuse: unknown',
      refuses((index) => unknown[index % unknown.length]),
    ),
    timed(
      'refuse: wrong route',
      refuses(() => next().text, '/other'),
    ),
  ]
}

/** A competitor whose every call must come out true. */
export function timed(name: string, call: (index: number) => Promise<boolean> | boolean): Competitor {
  return {
    name,
    async run(times) {
      for (let index = 0; index < times; index++) if (!(await call(index))) throw new Error(`${name}: a wrong answer`)
    },
  }
}

/** The same without a promise: the floors. */
export function timedPlain(name: string, call: () => boolean): Competitor {
  return {
    name,
    run(times) {
      for (let index = 0; index < times; index++) if (!call()) throw new Error(`${name}: a wrong answer`)
    },
  }
}
