/** A rule over the text of every file in the repository. */
export interface TextRule {
  /** What holds, as the end of a sentence that begins with "files". */
  readonly name: string
  /** Which files; default all. */
  readonly in?: RegExp
  /** What must not be there. */
  readonly forbidden: RegExp
  /** Breaks the rule. */
  readonly bad: string
  /** Looks like it and does not. */
  readonly good: string
}

/** What the rules do not read: the file that has to name what is forbidden, foreign test data, and what is no text. */
export const UNREAD = /^test\/house\/text-rules\.ts$|\/corpora\/|\.(png|ico|db|woff2)$/

const CODE = /\.[cm]?[jt]s$/
const TESTS = /\.(test|test-d)\.ts$/

/** The one lint rule that may be suppressed, with a reason: refusing control characters is what this code is for. */
const SUPPRESSIBLE = 'lint/suspicious/noControlCharactersInRegex'

export const TEXT_RULES: readonly TextRule[] = [
  {
    name: 'leave nothing for later',
    forbidden: /\b(TODO|FIXME|XXX|HACK)\b/,
    bad: 'TODO: later',
    good: 'todos',
  },
  {
    name: 'name no path of a machine',
    forbidden: /(?<![\w.}\]/-])\/(work|tmp|root|home|Users|mnt)\/[\w.]/,
    bad: 'see /work/notes.md',
    good: "'GET /api/home/:id', https://example.com/home/a, ./tmp/a",
  },
  {
    name: 'name no host of a registry',
    forbidden: /\b(registry\.(npmjs|yarnpkg|npmmirror)\.|npm\.pkg\.github\.|localhost:4873)/,
    bad: 'https://registry.npmjs.org/koa',
    good: 'https://www.npmjs.com/package/koa',
  },
  {
    name: 'turn off no type check',
    in: CODE,
    forbidden: /@ts-(ignore|nocheck)/,
    bad: '// @ts-ignore',
    good: '// @ts-expect-error a wrong scope does not compile',
  },
  {
    name: 'expect type errors in tests only',
    in: /^packages\/[^/]+\/src\//,
    forbidden: /@ts-expect-error/,
    bad: '// @ts-expect-error it works',
    good: '// it fits',
  },
  {
    name: 'suppress no lint rule but the listed one, with a reason',
    in: CODE,
    forbidden: new RegExp(`biome-ignore(?! ${SUPPRESSIBLE}: \\w)`),
    bad: '// biome-ignore lint/suspicious/noExplicitAny: it is shorter',
    good: `// biome-ignore ${SUPPRESSIBLE}: refusing them is the point`,
  },
  {
    name: 'skip no test by hand: describeWith skips, by name, what needs a program',
    in: TESTS,
    forbidden: /\b(it|test|describe|suite)(\.\w+)*\.(only|skip|skipIf|runIf|todo|fails)\b/,
    bad: 'describe.concurrent.skip("a", b)',
    good: 'page.skip(1)',
  },
]

/** The lines of a text that break a rule. */
export function brokenLines(text: string, { forbidden }: Pick<TextRule, 'forbidden'>): readonly number[] {
  return text.split('\n').flatMap((line, index) => (forbidden.test(line) ? [index + 1] : []))
}
