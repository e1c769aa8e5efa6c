import { describe, expect, it } from 'vitest'
import { OcheError } from '../../../core/errors.ts'
import { checkExports, exportsOf } from './exports.ts'

describe('exportsOf', () => {
  it('names what a bundle exports', async () => {
    expect(await exportsOf('const a = 1\nexport { a as handler, a as default }\n')).toEqual([
      'handler',
      'default',
    ])
    expect(await exportsOf('export default require_x()\n')).toEqual(['default'])
    expect(await exportsOf('console.log(1)\n')).toEqual([])
  })
})

describe('checkExports', () => {
  it.each([['handler'], ['handlers'], ['default']])('takes a source that exports %s', (name) => {
    expect(() => checkExports('src/index.ts', [name])).not.toThrow()
  })

  it('says to an application that listens how it is served', () => {
    try {
      checkExports('src/index.ts', [], '', 'const app = express(); app.listen(3000)')
      expect.unreachable()
    } catch (thrown) {
      expect((thrown as OcheError).remedy).toMatch(/"export default app"/)
    }
  })

  it('says what it found instead of a handler, and how one looks', () => {
    try {
      checkExports('src/index.ts', ['main', 'VERSION'])
      expect.unreachable()
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(OcheError)
      expect((thrown as OcheError).message).toBe(
        'src/index.ts has no handler: it exports main, VERSION',
      )
      expect((thrown as OcheError).remedy).toMatch(/export default \{ fetch \}/)
    }
    expect(() => checkExports('a.ts', [])).toThrow('it exports nothing')
    expect(() => checkExports('a.ts', ['main'], 'src/a.mian')).toThrow(
      'it exports main, and "handler: src/a.mian" asks for mian',
    )
  })
})
