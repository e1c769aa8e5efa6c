/** Runs before everything else. */
import './boot/errors.ts'
import './boot/json.ts'
import './boot/timers.ts'
import './boot/process.ts'
import './boot/console.ts'
import './boot/globals.ts'
import './boot/locale.ts'
import './boot/handlers.ts'
import './boot/weak.ts'

delete (globalThis as { __native?: unknown }).__native
