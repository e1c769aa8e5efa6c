import type { Absent, Candidate } from '../../../bench/index.ts'
import { OcheError } from '../../../core/errors.ts'
import type { Project } from '../../../core/project.ts'
import type { CommandContext } from '../context.ts'
import type { FunctionEvent } from './events.ts'
import { prepare } from './prepare.ts'
import type { Variant } from './variants.ts'

/** What could be made of the variants, and what could not. */
export class Made implements Disposable {
  readonly candidates: Candidate[] = []
  readonly absent: Absent[] = []
  readonly #removals: (() => void)[] = []

  private constructor() {}

  /**
   * Makes one after the other. One that cannot be made is left out where others of its function can.
   *
   * @throws OcheError as `prepare`
   */
  static async of(
    variants: readonly Variant[],
    events: ReadonlyMap<string, FunctionEvent>,
    project: Project,
    context: CommandContext,
  ): Promise<Made> {
    const made = new Made()
    try {
      for (const fn of new Set(variants.map((one) => one.fn.name))) {
        const own = variants.filter((one) => one.fn.name === fn)
        await made.#add(own, events.get(fn)!.bytes, project, context)
      }
      return made
    } catch (thrown) {
      made[Symbol.dispose]()
      throw thrown
    }
  }

  [Symbol.dispose](): void {
    for (const remove of this.#removals) remove()
  }

  async #add(
    variants: readonly Variant[],
    event: Uint8Array,
    project: Project,
    context: CommandContext,
  ): Promise<void> {
    const failures: OcheError[] = []
    for (const variant of variants) {
      const { fn, name } = variant
      const what = 'artifact' in variant ? `opening ${name}` : `compiling ${fn.name} (${name})`
      try {
        const { candidate, remove } = await context.reporter.step(what, () =>
          prepare(variant, event, project, context),
        )
        this.candidates.push(candidate)
        this.#removals.push(remove)
      } catch (thrown) {
        if (!(thrown instanceof OcheError) || context.signal.aborted) throw thrown
        failures.push(thrown)
        if (failures.length === variants.length) throw thrown
        const { message: reason, remedy = '' } = thrown
        this.absent.push({ function: fn.name, name, reason, remedy })
        context.reporter.warn(`${fn.name} is not measured with ${name}: ${reason}. ${remedy}`)
      }
    }
  }
}
