// The licences of packages whose code is in ours.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/** Where a package brings no text: its manifest names the licence. */
const NO_TEXT = 'Without a text of the licence.'

/** @param folders of packages, from the root @returns Markdown: packages with one text stand together */
export function notices(folders) {
  const byText = grouped(folders)
  const groups = [...byText].map(([text, same]) => `${same.map(lineOf).join('\n')}\n\n${text}\n`)
  return [
    '# Third-party software\n\nThe code of these packages is part of Oche.\n',
    ...groups,
  ].join('\n')
}

function grouped(folders) {
  const byText = new Map()
  for (const folder of folders) {
    const text = textOf(folder)
    byText.set(text, [...(byText.get(text) ?? []), folder])
  }
  return byText
}

function lineOf(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  )
  return `- ${name} ${version} (${license})`
}

function textOf(folder) {
  const texts = readdirSync(join(root, folder))
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(root, folder, file), 'utf8').trimEnd())
  return texts.length === 0 ? NO_TEXT : `\`\`\`\n${texts.join('\n\n')}\n\`\`\``
}
