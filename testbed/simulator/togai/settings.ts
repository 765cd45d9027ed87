import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Setting } from './entities.js';
import { notFound, TogaiRefusal } from './errors.js';
import { listPage, type Query, type Selection } from './paging.js';
import { dataType, embeddedSetting } from './shapes.js';
import { accountOf, customerOf, invoiceOf, noteObject, type TogaiStore } from './store.js';
import { idOf, parseWith } from './wire.js';

/** All seven fields are required and no other is taken (`additionalProperties: false`). */
const settingBody = embeddedSetting.extend({ entityType: z.string().min(1), entityId: z.string().min(1) });

const settingChange = z.strictObject({
  name: z.string().optional(),
  value: z.string().optional(),
  dataType: dataType.optional(),
});

/** The composite id, read off Togai's one published example: `setting.<namespace>.<id>.<entityType>.<entityId>`. */
function settingKey(setting: Setting): string {
  return `setting.${setting.namespace}.${setting.id}.${setting.entityType}.${setting.entityId}`;
}

/**
 * Adds a setting.
 * @throws TogaiRefusal 400 when it exists: Togai documents no status for a conflict and lists only 400 for a bad request
 */
export function addSetting(store: TogaiStore, setting: Setting): void {
  const key = settingKey(setting);
  if (store.settings.has(key)) throw new TogaiRefusal(400, `Setting ${key} already exists`);
  if (setting.entityType === 'ACCOUNT') accountOf(store, setting.entityId);
  if (setting.entityType === 'CUSTOMER') customerOf(store, setting.entityId);
  if (setting.entityType === 'INVOICE') invoiceOf(store, setting.entityId);
  store.settings.set(key, setting);
  store.settingRows.push(setting);
  noteObject(store, { object: 'setting', id: key, change: 'created', value: setting.value });
  const entity = `${setting.entityType}/${setting.entityId}`;
  const known = store.settingsByEntity.get(entity);
  if (known === undefined) store.settingsByEntity.set(entity, [setting]);
  else known.push(setting);
}

/** The settings of one entity in the shape embedded in an account or a customer. */
export function embeddedSettings(store: TogaiStore, entityType: string, entityId: string): object[] {
  const found = store.settingsByEntity.get(`${entityType}/${entityId}`) ?? [];
  return found.map(({ id, value, namespace, name, dataType: type }) => ({
    id,
    value,
    namespace,
    name,
    dataType: type,
  }));
}

function select(store: TogaiStore, query: Query): Selection<Setting> {
  const { entity_type: type, entity_id: entity, setting_id: id, namespace } = query;
  const one = type !== undefined && entity !== undefined;
  return {
    rows: one ? (store.settingsByEntity.get(`${type}/${entity}`) ?? []) : store.settingRows,
    matches: (setting) =>
      (type === undefined || setting.entityType === type) &&
      (entity === undefined || setting.entityId === entity) &&
      (id === undefined || setting.id === id) &&
      (namespace === undefined || setting.namespace === namespace),
  };
}

/** `/settings`. Both 201 and 204 are published for the writes; this one answers 201 with the setting. */
export function settingRoutes(instance: FastifyInstance, store: TogaiStore): void {
  function find(key: string): Setting {
    const setting = store.settings.get(key);
    if (setting === undefined) throw notFound('Setting', key);
    return setting;
  }

  instance.post('/settings', (request, reply) => {
    const setting: Setting = parseWith(settingBody, request.body);
    addSetting(store, setting);
    return reply.code(201).send(setting);
  });
  instance.get('/settings', (request) =>
    listPage(
      request.query,
      { standard: 20, most: 100 },
      (query) => select(store, query),
      (setting) => setting,
    ),
  );
  instance.get('/settings/:id', (request) => find(idOf(request)));
  instance.patch('/settings/:id', (request, reply) => {
    const setting = find(idOf(request));
    const change = parseWith(settingChange, request.body);
    setting.name = change.name ?? setting.name;
    setting.value = change.value ?? setting.value;
    setting.dataType = change.dataType ?? setting.dataType;
    noteObject(store, { object: 'setting', id: settingKey(setting), change: 'edited', value: setting.value });
    return reply.code(201).send(setting);
  });
}
