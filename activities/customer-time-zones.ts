import { getTimezonesForCountry } from 'countries-and-timezones';

/**
 * IANA names of a country's time zones; none when Togai tells no country, or one that nobody knows.
 *
 * @param country ISO 3166-1 alpha-2, in whatever case
 */
export function timeZonesOf(country: string | undefined): readonly string[] {
  return getTimezonesForCountry(country?.toUpperCase() ?? '')?.map(({ name }) => name) ?? [];
}
