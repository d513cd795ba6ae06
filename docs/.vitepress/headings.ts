/** The anchor of a heading, as code hosts make it: one link works in both. The house rules hold links against the same. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-')
}
