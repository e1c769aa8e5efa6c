const tag = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1)
const tagOf = (name: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && tag(value) === name
const boxed = (type: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && typeof value.valueOf() === type

/** Whether a method that belongs to a class alone takes a value for its own. */
const takes = (Class: { prototype: object }, method: string) => {
  const descriptor = Object.getOwnPropertyDescriptor(Class.prototype, method)!
  const own = (descriptor.get ?? descriptor.value) as (...args: unknown[]) => unknown
  return (value: unknown) => {
    try {
      own.call(value)
      return true
    } catch {
      return false
    }
  }
}

export const isArrayBuffer = (value: unknown): value is ArrayBuffer => value instanceof ArrayBuffer
export const isSharedArrayBuffer = (value: unknown) => value instanceof SharedArrayBuffer
export const isAnyArrayBuffer = (value: unknown) =>
  isArrayBuffer(value) || isSharedArrayBuffer(value)
export const isArrayBufferView = ArrayBuffer.isView
export const isTypedArray = (value: unknown) =>
  ArrayBuffer.isView(value) && !(value instanceof DataView)
export const isDataView = (value: unknown) => value instanceof DataView
export const isUint8Array = (value: unknown) => value instanceof Uint8Array
export const isUint8ClampedArray = (value: unknown) => value instanceof Uint8ClampedArray
export const isUint16Array = (value: unknown) => value instanceof Uint16Array
export const isUint32Array = (value: unknown) => value instanceof Uint32Array
export const isInt8Array = (value: unknown) => value instanceof Int8Array
export const isInt16Array = (value: unknown) => value instanceof Int16Array
export const isInt32Array = (value: unknown) => value instanceof Int32Array
export const isFloat32Array = (value: unknown) => value instanceof Float32Array
export const isFloat64Array = (value: unknown) => value instanceof Float64Array
export const isBigInt64Array = (value: unknown) => value instanceof BigInt64Array
export const isBigUint64Array = (value: unknown) => value instanceof BigUint64Array
export const isMap = takes(Map, 'size')
export const isSet = takes(Set, 'size')
export const isWeakMap = (value: unknown) => value instanceof WeakMap
export const isWeakSet = (value: unknown) => value instanceof WeakSet
export const isDate = takes(Date, 'getTime')
export const isRegExp = (value: unknown) => value instanceof RegExp
export const isPromise = (value: unknown) => value instanceof Promise
export const isNativeError = (value: unknown) =>
  (Error as unknown as { isError(value: unknown): boolean }).isError(value)
export const isMapIterator = tagOf('Map Iterator')
export const isSetIterator = tagOf('Set Iterator')
export const isGeneratorObject = tagOf('Generator')
export const isAsyncFunction = (value: unknown) =>
  typeof value === 'function' && tag(value).startsWith('Async')
export const isGeneratorFunction = (value: unknown) =>
  typeof value === 'function' && tag(value).endsWith('GeneratorFunction')
export const isArgumentsObject = tagOf('Arguments')
export const isNumberObject = boxed('number')
export const isStringObject = boxed('string')
export const isBooleanObject = boxed('boolean')
export const isBigIntObject = boxed('bigint')
export const isSymbolObject = boxed('symbol')
export const isBoxedPrimitive = (value: unknown) =>
  [isNumberObject, isStringObject, isBooleanObject, isBigIntObject, isSymbolObject].some((is) =>
    is(value),
  )
export const isModuleNamespaceObject = tagOf('Module')
export const isExternal = () => false
export const isKeyObject = () => false
export const isCryptoKey = tagOf('CryptoKey')
