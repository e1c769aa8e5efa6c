// Makes engine/src/natives/intl/data.bin, what Intl knows of languages: dates, numbers and names of zones
// from Unicode's CLDR, the order of text from ICU4X, IANA's zones from jiff. Needs npm and cargo. It is run
// by hand, when another version of them is to be taken.
//   node engine/scripts/intl/data.mjs
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cldr } from './cldr.mjs'
import { exported } from './exported.mjs'
import { pack } from './pack.mjs'

const data = pack({ ...cldr(), ...exported() })
writeFileSync(fileURLToPath(new URL('../../src/natives/intl/data.bin', import.meta.url)), data)
console.error(`${data.length} bytes`)
