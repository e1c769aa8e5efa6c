// The addresses in the JSON of a deploy, as an output of a step.
import { readFileSync } from 'node:fs'

const { functions } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const urls = functions.filter(({ url }) => url !== null).map(({ name, url }) => [name, url])
console.log(`urls=${JSON.stringify(Object.fromEntries(urls))}`)
