import { inspect } from 'node:util'
import { check } from './check.mjs'

// What an error is shown as where it is logged: its first lines, without places.
class Named extends Error {
  constructor(message) {
    super(message)
    this.name = 'NamedLate'
  }
}
class Plain extends Error {}
class Told extends Error {
  get name() {
    return 'ToldName'
  }
}
class Field extends TypeError {
  name = 'FieldName'
}
function Old(message) {
  Error.call(this)
  this.message = message
}
Old.prototype = Object.create(Error.prototype)
Old.prototype.constructor = Old
const shown = {
  named: new Named('m'),
  plain: new Plain('m'),
  told: new Told('m'),
  field: new Field('m'),
  assigned: Object.assign(new Error('x'), { name: 'Assigned', code: 'E_CODE' }),
  changed: Object.assign(new Error('before'), { message: 'after' }),
  'own stack': Object.assign(new Error('m'), { stack: 'none' }),
  'no stack': Object.assign(new Error('m'), { stack: undefined }),
  'no error': Object.create(Error.prototype),
  dom: new DOMException('gone', 'AbortError'),
  aggregate: new AggregateError([new Error('in')], 'many'),
  cause: new Error('a', { cause: new Plain('c') }),
  empty: new Error(''),
  'no name': Object.assign(new Plain(), { name: '' }),
  old: new Old('o'),
  lines: new SyntaxError('one\ntwo'),
}
for (const [name, error] of Object.entries(shown))
  await check(name, () => [
    inspect(error).replaceAll(/\s+at .*/g, ''),
    String(error.stack).split('\n')[0],
  ])
await check('stack is read once', () => {
  const error = new Error('first')
  const { stack } = error
  error.message = 'second'
  return [error.stack === stack, error.stack.split('\n')[0]]
})
await check('captured', () => {
  const target = { name: 'N', message: 'm' }
  Error.captureStackTrace(target)
  return [target.stack.split('\n')[0], Object.keys(target), typeof target.stack]
})
await check('DOMException', () => {
  const one = new DOMException('m')
  return [
    one.name,
    one.code,
    one instanceof Error,
    DOMException.length,
    DOMException.name,
    DOMException.ABORT_ERR,
    one.constructor === DOMException,
    typeof one.stack,
    Object.keys(one),
    String(one),
  ]
})
await check('DOMException without new', () => DOMException('m'))
await check('DOMException below', () => {
  class Own extends DOMException {}
  const one = new Own('m', 'NotFoundError')
  return [
    one instanceof Own,
    one instanceof DOMException,
    one.name,
    one.code,
    one.stack.split('\n')[0],
  ]
})
await check('aborted', () => AbortSignal.abort().reason.stack.split('\n')[0])
