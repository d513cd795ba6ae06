import { readFileSync, writeFileSync } from 'node:fs'
import { PAGE, withOwnWords } from './page.js'

writeFileSync(PAGE, await withOwnWords(readFileSync(PAGE, 'utf8')))
