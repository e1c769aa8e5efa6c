import { expect, it } from 'vitest'
import { machineFault, machineFaultIn } from './machine-fault.ts'

const systemError = (code: string, members: object = {}) =>
  Object.assign(new Error(`${code}: as the system says`), { code, ...members })

it.each([
  ['EACCES', '/x: permission denied'],
  ['EPERM', '/x: permission denied'],
  ['EROFS', '/x: the disk can only be read'],
  ['EDQUOT', '/x: this user’s share of the disk is used up'],
  ['ENOSPC', '/x: no space is left on the disk'],
  ['EMFILE', '/x: too many files are open'],
])('%s is the machine’s', (code, message) => {
  expect(machineFault(systemError(code, { path: '/x' }))).toMatchObject({
    code,
    message,
    remedy: expect.any(String),
    exit: 1,
  })
})

it('a folder that cannot be made is on a disk that can only be read', () => {
  const error = systemError('ENOENT', { syscall: 'mkdir', path: '/ro/.oche' })
  expect(machineFault(error)).toMatchObject({ code: 'EROFS' })
  expect(machineFault(systemError('ENOENT', { syscall: 'open', path: '/x' }))).toBeUndefined()
})

it.each(['constructor', 'EINVAL'])('%s is not', (code) => {
  expect(machineFault(systemError(code))).toBeUndefined()
})

it.each([
  [
    'failed to copy bun executable into temporary file: ENOSPC: No space left on device (write())',
    'ENOSPC',
  ],
  ['ld: cannot open output file: Read-only file system', 'EROFS'],
  ["cp: error writing 'x': No space left on device", 'ENOSPC'],
])('%s', (output, code) => {
  expect(machineFaultIn(output)).toMatchObject({ code, detail: output })
})

it('a source that speaks of it is a source', () => {
  expect(machineFaultIn("3 | if (error.code === 'ENOSPC') return\nerror: Unexpected }")).toBe(
    undefined,
  )
})
