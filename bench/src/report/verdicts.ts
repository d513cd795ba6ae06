import { GOALS, type Goal, LOSSES } from '../goals.js'
import type { Figures, Table } from './report.js'

/** Every number of DESIGN 12 beside its goal, and the losses. */
export function verdicts(figures: Figures): readonly Table[] {
  const goals = GOALS.map((goal) => [
    goal.what,
    `${goal.is} ${goal.at}`,
    shown(figures[goal.figure]),
    verdict(goal, figures),
  ])
  const losses = LOSSES.map(({ what, figure }) => [what, shown(figures[figure])])
  return [
    { title: 'The numbers to reach', columns: ['what', 'goal', 'figure', 'verdict'], rows: goals },
    { title: 'Losses', columns: ['what', 'times as fast'], rows: losses },
  ]
}

function verdict({ figure, is, at }: Goal, figures: Figures): string {
  const value = figures[figure]
  if (value === undefined) return 'not measured'
  if (Number.isNaN(value)) return 'lost in noise'
  return HOLDS[is](value, at) ? 'reached' : 'NOT REACHED'
}

const HOLDS: Readonly<Record<Goal['is'], (value: number, at: number) => boolean>> = {
  'at most': (value, at) => value <= at,
  'at least': (value, at) => value >= at,
  exactly: (value, at) => value === at,
}

function shown(value: number | undefined): string {
  return value === undefined ? '' : value.toPrecision(3)
}
