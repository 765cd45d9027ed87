import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';

const shared = 'All workflows of a worker share their modules (worker/bundle.ts): no state here.';
const workflowCode = ['workflows/**/*.ts', 'domain/**/*.ts', 'contracts/*.ts'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.cache/**', 'test/consumer/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // It calls functions that return undefined confusing; the compiler tells void from a value.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'import-x/no-cycle': 'error',
      'no-console': 'error',
    },
  },
  {
    files: workflowCode,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', 'zod', 'zod/*'], message: 'Workflow code stays light and deterministic.' },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'Temporal', message: 'Not deterministic in workflows (sdk-typescript#2269).' },
        { name: 'process', message: 'Not there in workflows.' },
      ],
      'no-restricted-syntax': [
        'error',
        ...['Program', 'Program > ExportNamedDeclaration'].flatMap((top) => [
          { selector: `${top} > VariableDeclaration[kind!='const']`, message: shared },
          {
            selector: `${top} > VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/Map$|Set$|Array$/]`,
            message: shared,
          },
        ]),
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
