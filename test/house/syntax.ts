import * as ts from 'typescript';
import { textOf } from './repository.ts';

/** A thing in a source file, and where. */
export interface Found {
  readonly what: string;
  readonly where: string;
}

const edges = new Set([
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'process',
  'console',
  'crypto',
  'fetch',
  'Promise',
  'require',
]);

/** Everything in a source file that reads a clock, draws at random, waits or reaches outside: see CORE in the glossary. */
export function edgesIn(path: string): readonly Found[] {
  const source = parsed(path);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const what = edgeAt(node);
    if (what) found.push({ what, where: placeOf(source, node) });
    // A type has no effect: `Promise<void>` in a signature or `typeof Date` reaches nothing.
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function edgeAt(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return 'await';
  if (ts.isStringLiteral(node) && node.text.startsWith('node:')) return node.text;
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') return 'Math.random';
  if (!ts.isIdentifier(node) || !edges.has(node.text)) return undefined;
  const { parent } = node;
  const isOnlyAName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isPropertySignature(parent);
  return isOnlyAName ? undefined : node.text;
}

/** The texts in a source file that match, whole or in parts around what is put into them; comments are none. */
export function textsIn(path: string, pattern: RegExp): readonly Found[] {
  const source = parsed(path);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && pattern.test(node.text)) found.push({ what: node.text, where: placeOf(source, node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The exports of an index file, each with whether what it names has a docstring where it is declared. */
export function exportsOf(indexPath: string): ReadonlyArray<{ readonly name: string; readonly documented: boolean }> {
  const folder = indexPath.slice(0, indexPath.lastIndexOf('/'));
  return parsed(indexPath).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) {
      return [];
    }
    const from = statement.moduleSpecifier;
    const path = from && ts.isStringLiteral(from) ? joined(folder, from.text) : indexPath;
    return statement.exportClause.elements.map((element) => {
      const declaredAs = (element.propertyName ?? element.name).text;
      return { name: element.name.text, documented: isDocumented(path, declaredAs) };
    });
  });
}

/** Tests that run alone, and tests that never run: a skip is right only behind a condition that is computed. */
export function idleTestsIn(path: string): readonly Found[] {
  const source = parsed(path);
  const found: Found[] = [];
  const visit = (node: ts.Node, isConditional: boolean): void => {
    const what = idleTestAt(node);
    if (what && !(isConditional && what.endsWith('.skip'))) found.push({ what, where: placeOf(source, node) });
    const isCondition = ts.isConditionalExpression(node) || ts.isIfStatement(node);
    ts.forEachChild(node, (child) => visit(child, isConditional || isCondition));
  };
  visit(source, false);
  return found;
}

function idleTestAt(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && /^[xf](it|test|describe)$/.test(node.text)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  return /^(test|it|describe)\.(only|skip|failing|todo)$/.test(node.getText()) ? node.getText() : undefined;
}

/** Each `instanceof` that asks about a global of the language, such as `Error`: true of the realm that asks, and of no other. */
export function realmsAskedIn(path: string): readonly Found[] {
  const source = parsed(path);
  const ownNames = new Set([
    ...importsOf(source.text).map(({ name }) => name),
    ...source.statements.flatMap(declaredNames),
  ]);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const isAsking = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
    if (isAsking && ts.isIdentifier(node.right) && !ownNames.has(node.right.text)) {
      found.push({ what: node.getText(), where: placeOf(source, node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What a text in TypeScript imports by name, as `name from 'module'`. */
export function importsOf(text: string): readonly { readonly name: string; readonly from: string }[] {
  return ts.createSourceFile('snippet.ts', text, ts.ScriptTarget.ES2022, true).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const from = statement.moduleSpecifier.text;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map((element) => ({ name: (element.propertyName ?? element.name).text, from }));
  });
}

/** What the parser has to say about a text in TypeScript; types are not looked at. */
export function syntaxErrorsIn(text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** Export statements that name nothing, such as `export * from './x.ts'`. */
export function starExportsIn(path: string): readonly string[] {
  return parsed(path)
    .statements.filter((statement) => ts.isExportDeclaration(statement) && !statement.exportClause)
    .map((statement) => statement.getText());
}

function isDocumented(path: string, name: string): boolean {
  const declarations = parsed(path).statements.filter((statement) => declaredNames(statement).includes(name));
  return declarations.some((statement) => ts.getJSDocCommentsAndTags(statement).length > 0);
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2022, true);
}

function joined(folder: string, relative: string): string {
  const parts = folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function placeOf(source: ts.SourceFile, node: ts.Node): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
