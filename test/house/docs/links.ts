import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { anchorOf } from '../../../docs/.vitepress/headings.js'
import { ROOT, readText } from '../repository.js'
import type { Page } from './pages.js'

/** Links of a page to files and headings of the repository that are not there. */
export function brokenLinks({ path, text }: Page): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    const [file = '', heading] = link.split('#')
    const target = file === '' ? path : posix.join(posix.dirname(path), file)
    if (target !== path && !existsSync(join(ROOT, target))) return [`${path} links to ${link}, which is not there`]
    const found = heading === undefined || headingsOf(target === path ? text : readText(target)).includes(heading)
    return found ? [] : [`${path} links to ${link}, and there is no such heading`]
  })
}

function headingsOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

function withoutCode(text: string): string {
  return text.replace(/^(`{3,}).*?^\1/gms, '').replace(/`([^`\n]*)`/g, '$1')
}
