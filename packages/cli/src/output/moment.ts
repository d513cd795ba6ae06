const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/** A moment in universal time, to the second. */
export function moment(date: Date): string {
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
}

/** A length of time in the largest unit that tells it whole: `15m`, `90m`, `1500ms`. */
export function period(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, length]) => milliseconds % length === 0) ?? ['ms', 1]
  return `${milliseconds / length}${unit}`
}

/** How far a moment is from now: `in 14m`, `3d ago`. */
export function distance(date: Date, now: number): string {
  const apart = date.getTime() - now
  const [unit, length] = UNITS.find(([, length]) => Math.abs(apart) >= length) ?? ['s', 1000]
  const count = `${Math.round(Math.abs(apart) / length)}${unit}`
  return apart < 0 ? `${count} ago` : `in ${count}`
}
