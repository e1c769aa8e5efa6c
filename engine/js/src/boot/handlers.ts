import { loop } from '../native.ts'
import { emitSignal, process } from './process.ts'
import { sockets } from './sockets.ts'
import { runTicks } from './ticks.ts'
import { fireImmediates, fireTimer } from './timers.ts'
import { uncaught } from './uncaught.ts'

loop.register({
  timer: fireTimer,
  socket: (id, kind, one, two, three, four) => sockets.get(id)?.(kind, one, two, three, four),
  tick: runTicks,
  immediate: fireImmediates,
  rejection(reason, promise) {
    if (process.listenerCount('unhandledRejection') > 0)
      process.emit('unhandledRejection', reason, promise)
    else uncaught(reason, 'unhandledRejection')
  },
  beforeExit() {
    process.emit('beforeExit', process.exitCode ?? 0)
  },
  signal: emitSignal,
  uncaught: (error) => uncaught(error),
  get exitCode() {
    process.emit('exit', process.exitCode ?? 0)
    return Number(process.exitCode ?? 0)
  },
})
