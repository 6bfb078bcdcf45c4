import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Plugin } from 'vite';

const source = fileURLToPath(new URL('../../embed/yunying-embed.ts', import.meta.url));
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  isolatedDeclarations: true,
  declaration: true,
};

/** Puts the client for pages of a HIS, and its types, beside the viewer: under names that stay, for others name them. */
export function embedClient(): Plugin {
  return {
    name: 'yunying-embed-client',
    apply: 'build',
    async generateBundle() {
      const text = await readFile(source, 'utf8');
      const { outputText } = ts.transpileModule(text, { compilerOptions: options, fileName: source });
      const declaration = ts.transpileDeclaration(text, {
        compilerOptions: options,
        fileName: source,
        reportDiagnostics: true,
      });
      const problem = declaration.diagnostics?.[0];
      if (problem) this.error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
      this.emitFile({ type: 'asset', fileName: 'yunying-embed.js', source: outputText });
      this.emitFile({ type: 'asset', fileName: 'yunying-embed.d.ts', source: declaration.outputText });
    },
  };
}
