import { typescriptCases } from '../../build/typescript-cases.ts'

typescriptCases('node', ['dev', 'binary'], true)
typescriptCases('bun', [], true)
