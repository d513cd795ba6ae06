import { Readable } from 'node:stream'

/** A bank statement: it stands for whatever your application has to hand over. */
export interface Statement {
  readonly fileName: string
  /** Writes the file, piece by piece. */
  read(): Readable
}

/** The statement of a month, such as `2026-10`; `undefined` where there is none. */
export function findStatement(id: string): Statement | undefined {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(id) ?? []
  if (year === undefined || month === undefined) return undefined
  return {
    fileName: `statement-${id}.csv`,
    read: () => Readable.from(linesOf(Number(year), Number(month)), { objectMode: false }),
  }
}

/** A few hundred bookings for each day of the month. */
function* linesOf(year: number, month: number): Generator<string> {
  yield 'date,booking,cents\n'
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  for (let day = 1; day <= days; day += 1)
    for (let booking = 1; booking <= 200; booking += 1)
      yield `${year}-${twoDigits(month)}-${twoDigits(day)},${booking},${(day * booking * 37) % 10_000}\n`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
