import { RAZORPAY_CUSTOMER_SETTING } from '../../contracts/names.js';
import type { BillingAnswer } from '../billing-system.js';
import type { TogaiHttp } from './http.js';
import { pageOf, setting, written, type TogaiSetting } from './schemas.js';

export type SettingOwner = 'ACCOUNT' | 'INVOICE_GROUP';

/** Pages read before a setting counts as absent: an owner has some ten settings, a page holds a hundred. */
const PAGES = 10;

/** The settings of accounts and invoice groups, as far as they hold the Razorpay customer id. */
export interface CustomerSettings {
  find(
    owner: SettingOwner,
    ownerId: string,
    signal?: AbortSignal,
  ): Promise<BillingAnswer<TogaiSetting | undefined>>;
  write(owner: SettingOwner, ownerId: string, value: string): Promise<BillingAnswer<unknown>>;
}

/** @param namespace of settings we create; Togai documents none for this one, its examples say `USER` */
export function createCustomerSettings(http: TogaiHttp, namespace: string): CustomerSettings {
  async function find(
    owner: SettingOwner,
    ownerId: string,
    signal?: AbortSignal,
  ): Promise<BillingAnswer<TogaiSetting | undefined>> {
    let nextToken: string | undefined;
    for (let read = 0; read < PAGES; read += 1) {
      const query = new URLSearchParams({ entity_type: owner, entity_id: ownerId, pageSize: '100' });
      if (nextToken !== undefined) query.set('nextToken', nextToken);
      const answer = await http.call(
        {
          method: 'GET',
          path: `/settings?${query.toString()}`,
          route: '/settings',
          ...(signal === undefined ? {} : { signal }),
        },
        pageOf(setting),
      );
      if (!answer.ok) return answer;
      const found = answer.value.data.find((entry) => isOurs(entry, owner, ownerId));
      if (found !== undefined) return { ok: true, value: found };
      nextToken = answer.value.nextToken;
      if (nextToken === undefined || answer.value.data.length === 0) break;
    }
    return { ok: true, value: undefined };
  }

  async function write(owner: SettingOwner, ownerId: string, value: string): Promise<BillingAnswer<unknown>> {
    const standing = await find(owner, ownerId);
    if (!standing.ok || standing.value?.value === value) return standing;
    if (standing.value === undefined) {
      const body = {
        id: RAZORPAY_CUSTOMER_SETTING,
        name: RAZORPAY_CUSTOMER_SETTING,
        value,
        entityType: owner,
        entityId: ownerId,
        namespace,
        dataType: 'STRING',
      };
      return http.call({ method: 'POST', path: '/settings', route: '/settings', json: body }, written);
    }
    const id = `setting.${standing.value.namespace}.${standing.value.id}.${owner}.${ownerId}`;
    return http.call(
      {
        method: 'PATCH',
        path: `/settings/${encodeURIComponent(id)}`,
        route: '/settings/:id',
        json: { value },
      },
      written,
    );
  }

  return { find, write };
}

/** Togai documents the setting's name only; its id may be the same or not. The owner is checked, should a filter be ignored. */
function isOurs(entry: TogaiSetting, owner: SettingOwner, ownerId: string): boolean {
  const named = entry.id === RAZORPAY_CUSTOMER_SETTING || entry.name === RAZORPAY_CUSTOMER_SETTING;
  return named && (entry.entityType ?? owner) === owner && (entry.entityId ?? ownerId) === ownerId;
}
