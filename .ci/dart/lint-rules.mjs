// Lints of package:lints 6 as queries for tree-sitter: `query` captures as `@it`, `isFault` looks closer, and `wrong`
// is a program that has the fault.
const main = (body) => `void main() { ${body} }`

const isOneLine = ({ startPosition, endPosition }) => startPosition.row === endPosition.row

export const rules = [
  {
    name: 'curly_braces_in_flow_control_structures',
    query: '(if_statement) @it',
    isFault(it) {
      const body = it.childForFieldName('consequence')
      const other = it.childForFieldName('alternative')
      if (other !== null && !['block', 'if_statement'].includes(other.type)) return true
      return body?.type !== 'block' && (other !== null || !isOneLine(it))
    },
    wrong: main('if (a)\n  b();'),
  },
  {
    name: 'curly_braces_in_flow_control_structures of a loop',
    query: '[(for_statement body: (_) @it) (while_statement body: (_) @it)]',
    isFault: ({ type }) => type !== 'block',
    wrong: main('for (final a in b) c();'),
  },
  {
    name: 'use_null_aware_elements',
    query: '(if_element (equality_expression) (_) @it)',
    isFault(it) {
      const [condition, result, other] = it.parent.namedChildren
      if (it.id !== result?.id || other !== undefined) return false
      const [, name] = /^(\w+) != null$/.exec(condition.text) ?? []
      const parts = result.type === 'pair' ? result.namedChildren : [result]
      return name !== undefined && parts.some(({ text }) => text === name)
    },
    wrong: main("c = [if (a != null) a, {if (a != null) 'a': a}];"),
  },
  {
    name: 'no_leading_underscores_for_local_identifiers',
    query: '(local_variable_declaration (initialized_variable_definition name: (identifier) @it))',
    isFault: ({ text }) => /^_./.test(text),
    wrong: main('final _a = 1;'),
  },
  {
    name: 'unnecessary_brace_in_string_interps',
    query: '(template_substitution) @it',
    isFault: ({ text, endIndex, tree }) =>
      /^\$\{\w+\}$/.test(text) && !/^\w/.test(tree.rootNode.text.slice(endIndex)),
    wrong: main("a('${b} c');"),
  },
  {
    name: 'prefer_interpolation_to_compose_strings',
    query: '(additive_expression (string_literal)) @it',
    wrong: main("a = 'b' + c;"),
  },
  {
    name: 'unnecessary_new',
    query: '(new_expression) @it',
    wrong: main('a(new B());'),
  },
  {
    name: 'prefer_is_empty',
    query: '[(equality_expression) (relational_expression)] @it',
    isFault: ({ text }) => /\.length (==|!=|>|<=) 0$|\.length (<|>=) 1$/.test(text),
    wrong: main('if (a.length == 0) return;'),
  },
  {
    name: 'avoid_init_to_null',
    query: '(initialized_variable_definition value: (null_literal)) @it',
    isFault: ({ text }) => !/^(final|const)\b/.test(text),
    wrong: main('int? a = null;'),
  },
  {
    name: 'prefer_function_declarations_over_variables',
    query:
      '(local_variable_declaration (initialized_variable_definition value: (function_expression)) @it)',
    wrong: main('final a = (int b) => b;'),
  },
  {
    name: 'empty_catches',
    query: '(try_statement (catch_clause) . (block) @it)',
    isFault: ({ text }) => /^\{\s*\}$/.test(text),
    wrong: main('try { a(); } catch (e) {}'),
  },
  {
    name: 'unnecessary_underscores',
    query: '(formal_parameter (identifier) @it)',
    isFault: ({ text }) => /^__+$/.test(text),
    wrong: main('a((_, __) => 1);'),
  },
  {
    name: 'avoid_relative_lib_imports',
    query: '(import_specification) @it',
    isFault: ({ text }) => /^import '(\.\.\/)+lib\//.test(text),
    wrong: "import '../lib/a.dart';",
  },
  {
    name: 'slash_for_doc_comments',
    query: '[(comment) (documentation_comment)] @it',
    isFault: ({ text }) => text.startsWith('/**'),
    wrong: '/** a */ void main() {}',
  },
  {
    name: 'unintended_html_in_doc_comment',
    query: '(program) @it',
    isFault: ({ text }) => /^ *\/\/\/.*<[a-z]+[ />]/im.test(withoutCode(text)),
    wrong: '/// A List<int>.\nvoid main() {}',
  },
]

/** Without what comments have as code. */
function withoutCode(source) {
  return source
    .replaceAll(/^ *\/\/\/ ```\w*\n[^]*?^ *\/\/\/ ```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '')
}
