import { expect, test } from 'vitest';
import { searchAttributeKeys, searchAttributeList } from '../../contracts/search-attributes.js';

/** Columns for custom attributes that a dev server on SQLite has, by type. */
const columns = { KEYWORD: 10, KEYWORD_LIST: 3, INT: 3, DATETIME: 3 } as const;

test('the search attributes fit a dev server on SQLite', () => {
  for (const [type, most] of Object.entries(columns)) {
    const used = searchAttributeList.filter((attribute) => attribute.type === type);
    expect(used.length, type).toBeLessThanOrEqual(most);
    expect(used.length, type).toBeGreaterThan(0);
  }
  expect(searchAttributeList.filter(({ type }) => !(type in columns))).toEqual([]);
});

test('names are unique, and none tells of a person', () => {
  const names = searchAttributeList.map(({ name }) => name);
  expect(names).toHaveLength(Object.keys(searchAttributeKeys).length);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => /mail|phone|contact|name|address|card|vpa|ip$/i.test(name))).toEqual([]);
});
