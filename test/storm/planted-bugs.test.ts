import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { applyEdit, plantedBugs } from './planted/bugs.js';

const edits = plantedBugs.flatMap(({ name, edits }) =>
  edits.map((edit) => ({ name, edit, file: edit.file })),
);

test.each(edits)('the product has the place where "$name" is planted in $file', ({ edit }) => {
  const source = readFileSync(fileURLToPath(new URL(`../../${edit.file}`, import.meta.url)), 'utf8');
  const planted = applyEdit(source, edit);
  const { diagnostics } = ts.transpileModule(planted, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
});
