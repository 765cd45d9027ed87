import { expect, test } from 'vitest';
import { captureNoteOf, captureNoteText } from '../../domain/capture-note.js';

test.each(['automatic', 'manual'] as const)('a note of %s capture is read as it was written', (capture) => {
  const note = { capture, automaticExpiryMinutes: 12, manualExpiryMinutes: 7_200 };
  expect(captureNoteOf(captureNoteText(note))).toEqual(note);
});

test.each([
  undefined,
  '',
  'manual',
  'manual/12',
  'manual/12/1440/1',
  'MANUAL/12/1440',
  'manual/-1/1440',
  'manual/1.5/9',
])('%s is none of ours', (text) => {
  expect(captureNoteOf(text)).toBeUndefined();
});
