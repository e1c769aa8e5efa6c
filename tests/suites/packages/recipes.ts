import { frameworks } from './frameworks.ts'
import type { Recipe } from './recipe.ts'

/** Every row of docs/packages.md. */
export const recipes: readonly Recipe[] = [...frameworks]
