import type { CaptureNote } from '../contracts/facts.js';

/** As a run that finds the order again reads it: `manual/720/1440`, in minutes. */
export function captureNoteText({
  capture,
  automaticExpiryMinutes,
  manualExpiryMinutes,
}: CaptureNote): string {
  return `${capture}/${automaticExpiryMinutes}/${manualExpiryMinutes}`;
}

/** Undefined for a text that is none of ours: orders of older versions have none. */
export function captureNoteOf(text: string | undefined): CaptureNote | undefined {
  const found = /^(automatic|manual)\/(\d{1,5})\/(\d{1,5})$/.exec(text ?? '');
  if (!found) return undefined;
  return {
    capture: found[1] === 'manual' ? 'manual' : 'automatic',
    automaticExpiryMinutes: Number(found[2]),
    manualExpiryMinutes: Number(found[3]),
  };
}
