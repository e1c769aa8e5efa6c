import { describe, expect, it } from 'vitest'
import { expression, hcl, quoted } from './hcl.ts'
import { partsOf } from './references.ts'

describe("Terraform's language", () => {
  it('keeps a string that looks like a template as it is', () => {
    expect(quoted('${a} %{b} "c"')).toBe('"$${a} %%{b} \\"c\\""')
  })

  it('has its equals signs below each other, and leaves out what is undefined', () => {
    const text = hcl([
      {
        block: 'resource',
        labels: ['a', 'b'],
        body: [
          ['name', 'x'],
          ['count', undefined],
          ['long_name', expression('var.y')],
          ['tags', { a: 'b' }],
          { block: 'empty', body: [] },
        ],
      },
    ])
    expect(text).toBe(`resource "a" "b" {
  name      = "x"
  long_name = var.y
  tags = {
    "a" = "b"
  }
  empty {}
}
`)
  })
})

describe('a reference to a variable', () => {
  it('is told from the text around it', () => {
    expect(partsOf('a-${env:KEY}-${b}')).toEqual([
      { text: 'a-' },
      { variable: 'KEY' },
      { text: '-${b}' },
    ])
    expect(partsOf('')).toEqual([{ text: '' }])
  })
})
