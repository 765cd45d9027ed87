import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const root = resolve(import.meta.dirname, '../..');

/** The folders of the product. Another one needs a decision record, and a line here. */
export const sourceFolders = [
  'contracts',
  'domain',
  'workflows',
  'activities',
  'providers',
  'platform',
  'worker',
  'client',
  'receiver',
  'ops',
  'testbed',
] as const;

/** Every TypeScript file under a folder, as paths from the root with forward slashes. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?ts$/.test(name) && !name.includes('node_modules'))
    .map((name) => [folder, ...name.split(sep)].join('/'))
    .sort();
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

export interface Import {
  readonly from: string;
  /** As written. */
  readonly specifier: string;
  /** What it leads to: a path from the root, or a package's name. */
  readonly target: string;
  readonly kind: 'ours' | 'package' | 'node';
}

const builtins = new Set(builtinModules);

/** What a file imports, exports again, requires or loads, types included. */
export function importsOf(file: string): Import[] {
  return specifiersIn(file, read(file)).map((specifier) => {
    if (specifier.startsWith('.')) {
      const path = relative(root, resolve(root, dirname(file), specifier))
        .split(sep)
        .join('/');
      return { from: file, specifier, target: path, kind: 'ours' };
    }
    const name = specifier.startsWith('@')
      ? specifier.split('/').slice(0, 2).join('/')
      : (specifier.split('/')[0] ?? '');
    const kind = specifier.startsWith('node:') || builtins.has(name) ? 'node' : 'package';
    return { from: file, specifier, target: name, kind };
  });
}

/** The specifiers of one source text, found by the compiler's own parser. */
export function specifiersIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require') ||
    (ts.isPropertyAccessExpression(expression) && /^require\.resolve$/.test(expression.getText()));
  return loads ? node.arguments[0] : undefined;
}
