import type { RecordedInvocation } from '../../local/index.ts'
import type { Copies } from '../types.ts'
import { dartTest } from './dart-test.ts'
import { curl, ocheInvoke } from './shell.ts'
import { typescriptTest } from './typescript-test.ts'

/** An invocation, to be done once more by other means. Pure. @param arch of this machine's builds */
export function copiesOf(recorded: RecordedInvocation, arch: string): Copies {
  return {
    curl: curl(recorded),
    invoke: ocheInvoke(recorded),
    typescript: typescriptTest(recorded, arch),
    dart: dartTest(recorded),
  }
}
