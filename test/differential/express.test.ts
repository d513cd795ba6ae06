import { EXPRESS } from './apps/express-variants.js'
import { describeStudy } from './describe-study.js'

describeStudy(EXPRESS)
