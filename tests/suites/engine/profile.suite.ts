import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const engine = join(import.meta.dirname, '../../../engine')
const read = (path: string) => readFileSync(join(engine, path), 'utf8')

interface Lines {
  declared(debugInfo: string): Map<string, number>
  counted(output: string, declaredAt: Map<string, number>): unknown
  profileText(runs: unknown[], quick: string[], comment: string): string
}

const { declared, counted, profileText } = (await import(
  pathToFileURL(join(engine, 'scripts/profile/lines.mjs')).href
)) as Lines

it('the profile was made with the versions that are compiled by it', () => {
  const versions = ['rquickjs-sys', 'ring'].map((name) => {
    const [, version] = new RegExp(`name = "${name}"\\nversion = "(.*)"`).exec(read('Cargo.lock'))!
    return `${name} ${version}`
  })
  expect(read('scripts/profile/c.prof').split('\n')[0]).toBe(`# ${versions.join(', ')}`)
})

/** As `readelf --debug-dump=info` has it: a function of C, one of Rust, a variable. */
const debugInfo = `
 <0><b>: Abbrev Number: 1 (DW_TAG_compile_unit)
    <14>   DW_AT_language    : 29	(C11)
 <1><85e>: Abbrev Number: 20 (DW_TAG_subprogram)
    <86d>   DW_AT_name        : (indirect string, offset: 0xb68c): add
    <872>   DW_AT_decl_line   : 100
 <2><878>: Abbrev Number: 9 (DW_TAG_variable)
    <879>   DW_AT_name        : (indirect string, offset: 0x33ff): sum
    <87d>   DW_AT_decl_line   : 102
 <0><b0>: Abbrev Number: 1 (DW_TAG_compile_unit)
    <b4>   DW_AT_language    : 28	(Rust)
 <1><b8>: Abbrev Number: 20 (DW_TAG_subprogram)
    <bd>   DW_AT_name        : (indirect string, offset: 0xb68c): rust
    <b2>   DW_AT_decl_line   : 7
`

/** As callgrind writes it: names once, then by number; places in steps. */
const callgrind = `positions: instr line
fn=(1) main
0x10 5 1
cfn=(2) add
calls=3 0x20 100
* * 90
fn=(2)
0x20 100 3
+4 +2 6
+4 * 9
fn=(3) add'2
0x28 102 1
`

it('a line counts as often as the instruction of it that is run most', () => {
  const declaredAt = declared(debugInfo)
  expect([...declaredAt]).toEqual([['add', 100]])
  const run = counted(callgrind, declaredAt)
  const quick = 'quick:1000000:1000000\n 0: 1000000\n'
  const text = `# twice\n${quick}add:26:6\n 0: 6\n 2: 20\n`
  expect(profileText([run, run], ['quick'], 'twice')).toBe(text)
})
