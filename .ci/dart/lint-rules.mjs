// Lints of package:lints 6, and warnings of the analyzer, as queries for tree-sitter: `query` captures as `@it`, `isFault` looks closer, and `wrong`
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
    name: 'use_null_aware_elements of a pattern',
    query: '(if_element (null_check_pattern (variable_pattern (identifier) @it)))',
    isFault({ text, parent }) {
      const element = parent.parent.parent
      const result = element.childForFieldName('consequence')
      if (element.childForFieldName('alternative') !== null) return false
      const parts = result.type === 'pair' ? result.namedChildren : [result]
      return parts.some((part) => part.text === text)
    },
    wrong: main("c = [if (a case final b?) b, {if (a case var b?) 'a': b}];"),
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
  // What follows are warnings of the analyzer itself, which the compiler does not have.
  {
    name: 'body_might_complete_normally_nullable',
    query: '(argument (function_expression) @it)',
    isFault(it) {
      const called = it.parent.parent.parent.parent.previousNamedSibling?.text
      if (!ANSWERING.has(called) || it.descendantsOfType('formal_parameter').length < 2)
        return false
      const block = it.childForFieldName('body').namedChildren.at(-1)
      return block.type === 'block' && !endsItself(block)
    },
    wrong: main('onHttp((event, context) async { a(); });'),
  },
  {
    name: 'unused_import',
    query: '(import_specification) @it',
    isFault: ({ text, tree }) =>
      text === "import 'dart:async';" && !OF_ASYNC.test(withoutComments(tree.rootNode.text)),
    wrong: "import 'dart:async'; // Completer\nFuture<void> main() async {}",
  },
  {
    name: 'unused_element_parameter',
    query: '[(constructor_signature) (function_signature)] @it',
    isFault(it) {
      const name = it.childForFieldName('name')?.text ?? ''
      const [optional] = it.descendantsOfType('optional_formal_parameters')
      if (!name.startsWith('_') || !optional?.text.startsWith('{')) return false
      const all = it.tree.rootNode.text
      // What is handed over as a value may be called with anything.
      const value =
        it.type === 'constructor_signature' ? `${name}\\.new\\b` : `\\b${name}\\b(?!\\()`
      if (new RegExp(value).test(all)) return false
      return optional.namedChildren
        .filter(
          ({ type, previousSibling }) =>
            type === 'formal_parameter' && previousSibling?.text !== 'required',
        )
        .map((one) => one.descendantsOfType('identifier').at(-1).text)
        .some((one) => !new RegExp(`\\b${one}:`).test(all))
    },
    wrong: 'final class _A { _A({this.b = 1}); final int b; }\nvoid main() => print(_A());',
  },
]

/** Whose handlers have a result that may be null. */
const ANSWERING = new Set(
  'onHttp onEvent onSqs onKinesis onDynamoDb onWebSocket json invoke runOne'.split(' '),
)

/** Names that `dart:core` does not have as well. */
const OF_ASYNC =
  /\b(FutureOr|Timer|Completer|Zone|Zone[A-Z]\w*|Stream[A-Z]\w*|unawaited|runZoned\w*|TimeoutException|EventSink|scheduleMicrotask)\b/

/** Whether no path through a statement leads to what stands behind it. */
function endsItself(statement) {
  const inner = statement.namedChildren
  if (statement.type === 'block') return inner.length > 0 && endsItself(inner.at(-1))
  if (statement.type === 'try_statement') {
    return inner.filter(({ type }) => type === 'block').every(endsItself)
  }
  if (statement.type === 'expression_statement') return /^(throw|rethrow)\b/.test(statement.text)
  if (statement.type !== 'if_statement') return statement.type === 'return_statement'
  const branches = ['consequence', 'alternative'].map((name) => statement.childForFieldName(name))
  return branches.every((branch) => branch !== null && endsItself(branch))
}

function withoutComments(source) {
  return source.replaceAll(/\/\/.*$/gm, '')
}

/** Without what comments have as code. */
function withoutCode(source) {
  return source
    .replaceAll(/^ *\/\/\/ ```\w*\n[^]*?^ *\/\/\/ ```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '')
}
