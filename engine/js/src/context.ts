/**
 * What callbacks are called within. `node:async_hooks` puts itself here once it is loaded: a callback
 * then runs with the stores of the place where it was handed over.
 */
export const context: { wrap<F extends (...args: never[]) => unknown>(callback: F): F } = {
  wrap: (callback) => callback,
}
