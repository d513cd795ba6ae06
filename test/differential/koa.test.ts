import { KOA } from './apps/koa-variants.js'
import { describeStudy } from './describe-study.js'

describeStudy(KOA)
