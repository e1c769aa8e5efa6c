import { LineCounter, parseDocument, visit, isScalar, type Document } from 'yaml'
import { OcheError } from '../errors.ts'
import { resolveReferences, type ReferenceSources } from '../references.ts'
import { locate } from './locate.ts'
import { keyText, type Problem } from './problem.ts'
import { ruleProblems } from './rules/index.ts'
import { schemaProblems } from './schema-problems.ts'
import { configSchema, type Config } from './schema.ts'
import { stagesOf, unknownStage, variantOf, type Variant } from './stages.ts'

export interface ParseOptions {
  /** The stage that was asked for; its place is taken by `stage:` of the file. */
  stage?: string | undefined
  /** Where references in `stage:` are looked for. */
  sources?: ReferenceSources | undefined
}

export interface Parsed {
  /** As it is with the stage. */
  config: Config
  stage: string | undefined
  /** Names of all stages. */
  stages: readonly string[]
}

/**
 * Reads the text of `oche.yaml`. What its other stages would make of it is looked at too.
 *
 * @param file how the file is called in messages
 * @throws OcheError `CONFIG_SYNTAX` for malformed YAML, `CONFIG_INVALID` for what does not fit, or
 *   what AWS would refuse or serve in another way than it is written; each with line and column.
 *   `STAGE_UNKNOWN`
 */
export function parseConfig(text: string, file: string, options: ParseOptions = {}): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const place = (path: readonly PropertyKey[]) => {
    const { line, col } = locate(document, lines, path)
    return `${file}:${line}:${col}`
  }
  const [syntaxError] = document.errors
  if (syntaxError !== undefined) {
    const { line, col } = lines.linePos(syntaxError.pos[0])
    throw new OcheError(
      'CONFIG_SYNTAX',
      `${file}:${line}:${col}: ${firstLine(syntaxError.message)}`,
      { remedy: `Correct line ${line} of ${file}.` },
    )
  }
  const data: unknown = document.toJS() ?? {}
  const stages = stagesOf(data)
  const stage = chosenStage(data, stages, options, (message, remedy) =>
    invalid([{ path: ['stage'], message, remedy }], place),
  )
  const others = stages.filter((one) => one !== stage)
  const checked = checkedVariant(variantOf(data, stage))
  const problems = [
    ...prototypeKeys(document),
    ...checked.problems,
    ...others.flatMap((one) => checkedVariant(variantOf(data, one)).problems),
  ]
  if (checked.config !== undefined && problems.length === 0) {
    return { config: checked.config, stage, stages }
  }
  throw invalid(problems, place)
}

function checkedVariant(variant: Variant): { config?: Config; problems: readonly Problem[] } {
  const { data } = variant
  const result = configSchema.safeParse(data)
  const found = [
    ...variant.problems,
    ...(result.success ? ruleProblems(result.data) : schemaProblems(result.error.issues, data)),
  ]
  const problems = found.map((problem) => placed(problem, variant))
  return result.success ? { config: result.data, problems } : { problems }
}

/** As the file has it: what a stage says is named by the stage. */
function placed(problem: Problem, { at }: Variant): Problem {
  const { path, message, other } = problem
  const origin = at(path)
  const own = keyText(path)
  const named = message.startsWith(`${own}:`) && own !== '' ? message.slice(own.length) : undefined
  return {
    ...problem,
    path: origin,
    ...(other && { other: at(other) }),
    ...(origin !== path && {
      message:
        named === undefined
          ? `stages.${String(origin[1])}: ${message}`
          : `${keyText(origin)}${named}`,
    }),
  }
}

/** @throws OcheError `STAGE_UNKNOWN`, or what `invalid` makes of the mistake in the file */
function chosenStage(
  data: unknown,
  known: readonly string[],
  { stage: asked, sources = [] }: ParseOptions,
  invalidStage: (message: string, remedy: string) => OcheError,
): string | undefined {
  const written = (data as { stage?: unknown } | null)?.stage
  if (asked === undefined && typeof written !== 'string') return undefined
  const stage = asked ?? resolveReferences(written as string, 'stage', undefined, sources)
  if (known.includes(stage)) return stage
  const { message, remedy } = unknownStage(stage, known)
  if (asked === undefined) throw invalidStage(`stage: ${message}`, remedy)
  throw new OcheError('STAGE_UNKNOWN', message, { remedy })
}

function invalid(
  problems: readonly Problem[],
  place: (path: readonly PropertyKey[]) => string,
): OcheError {
  const lines = problems.map(({ path, message, other }) => {
    const see = other === undefined ? '' : `, see ${place(other)}`
    return `${place(path)}: ${message}${see}`
  })
  const [first, ...others] = [...new Set(lines)]
  return new OcheError('CONFIG_INVALID', first!, {
    remedy: problems[0]!.remedy,
    ...(others.length > 0 && { detail: others.join('\n') }),
  })
}

/** zod passes over a key called `__proto__`, which would then be accepted and ignored. */
function prototypeKeys(document: Document): Problem[] {
  const found: Problem[] = []
  visit(document, {
    Pair: (_, { key }, ancestors) => {
      if (!isScalar(key) || key.value !== '__proto__') return
      const path = ancestors.flatMap((one) => {
        const parent = (one as { key?: unknown }).key
        return isScalar(parent) ? [String(parent.value)] : []
      })
      const remedy = 'Choose another name.'
      found.push({ path: [...path, '__proto__'], message: '__proto__ cannot be a name', remedy })
    },
  })
  return found
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.replace(/ at line \d+, column \d+:?$/, '')
}
