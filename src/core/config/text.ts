import { z } from 'zod'
import { valueText } from './problem.ts'

/**
 * Text that has a form. Where a reference stands in it, as in `${env:NAME}`, only what it stands for
 * has the form, which is not known here.
 */
export function text(pattern: RegExp, message: string, remedy: string) {
  return z
    .string()
    .meta({ pattern: `${pattern.source}|\\$\\{` })
    .superRefine((value, context) => {
      if (pattern.test(value) || value.includes('${')) return
      context.addIssue({
        code: 'custom',
        message: `${message}, not ${valueText(value)}`,
        params: { remedy, form: message },
      })
    })
}
