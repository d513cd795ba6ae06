/** A group of a drawing: its data, and the words that are read in it. */
export interface SvgPart {
  readonly data: Readonly<Record<string, string>>
  readonly words: readonly string[]
}

/** The groups of a class in a drawing, in their order. Drawings of the docs are written flat: no group is in another. */
export function partsOf(svg: string, name: string): readonly SvgPart[] {
  return [...svg.matchAll(/<g class="([^"]+)"([^>]*)>(.*?)<\/g>/gs)]
    .filter(([, className]) => className === name)
    .map(([, , attributes = '', content = '']) => ({
      data: Object.fromEntries(
        [...attributes.matchAll(/data-([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ),
      words: [...content.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = '']) => words),
    }))
}
