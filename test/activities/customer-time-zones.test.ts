import { expect, test } from 'vitest';
import { timeZonesOf } from '../../activities/customer-time-zones.js';

test.each([
  ['IN', ['Asia/Kolkata']],
  ['sg', ['Asia/Singapore']],
  ['PT', ['Atlantic/Azores', 'Atlantic/Madeira', 'Europe/Lisbon']],
])('of %s', (country, zones) => {
  expect(timeZonesOf(country)).toEqual(zones);
});

test.each(['XX', 'India', '', undefined])('none for %s', (country) => {
  expect(timeZonesOf(country)).toEqual([]);
});

test.each(['AU', 'BR', 'CA', 'GB', 'ID', 'MY', 'RU', 'US'])('this machine knows those of %s', (country) => {
  const zones = timeZonesOf(country);
  expect(zones).not.toEqual([]);
  for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
});
