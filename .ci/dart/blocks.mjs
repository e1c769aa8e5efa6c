// Prints a code block of a page of the documentation: PAGE LANGUAGE [NUMBER], the first unless told otherwise.
import { readFileSync } from 'node:fs'

const [page, language, number = '1'] = process.argv.slice(2)
const text = readFileSync(page, 'utf8')
const blocks = [...text.matchAll(/^```(\w+)[^\n]*\n([^]*?)^```/gm)]
const found = blocks.filter(([, word]) => word === language)[Number(number) - 1]
if (found === undefined) throw new Error(`${page} has no block ${number} of ${language}`)
process.stdout.write(found[2])
