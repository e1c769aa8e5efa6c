import { frameworks } from './frameworks.ts'
import { databases, fetchFrameworks, libraries, middleware } from './libraries.ts'
import { observing } from './observing.ts'
import { outside } from './outside.ts'
import type { Recipe } from './recipe.ts'

/** Every row of docs/packages.md. */
export const recipes: readonly Recipe[] = [
  ...fetchFrameworks,
  ...frameworks,
  ...middleware,
  ...observing,
  ...libraries,
  ...databases,
  ...outside,
]
