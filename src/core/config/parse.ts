import { LineCounter, parseDocument, visit, isScalar, type Document } from 'yaml'
import { OcheError } from '../errors.ts'
import { locate } from './locate.ts'
import type { Problem } from './problem.ts'
import { ruleProblems } from './rules/index.ts'
import { schemaProblems } from './schema-problems.ts'
import { configSchema, type Config } from './schema.ts'

/**
 * Reads the text of `oche.yaml`.
 *
 * @param file how the file is called in messages
 * @throws OcheError `CONFIG_SYNTAX` for malformed YAML, `CONFIG_INVALID` for what does not fit, or
 *   what AWS would refuse or serve in another way than it is written; each with line and column
 */
export function parseConfig(text: string, file: string): Config {
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
  const result = configSchema.safeParse(data)
  const problems = [
    ...prototypeKeys(document),
    ...(result.success ? ruleProblems(result.data) : schemaProblems(result.error.issues, data)),
  ]
  if (result.success && problems.length === 0) return result.data
  throw invalid(problems, place)
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
