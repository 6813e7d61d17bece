import { invalid, notFound } from '../errors.js';
import { checkSkus } from '../schemas/orders.js';
import { instructionsAnswer, menuAnswer } from '../wire/menu-answer.js';
import { decimalOf } from '../wire/money.js';
import { flagIn, numberIn, placeOf, type Call, type Route } from './calls.js';

const query = ['businessLocationId'];

/** Businesses, what they sell, and whether they are ready. */
export const dataRoutes: Route[] = [
  {
    ...{ method: 'get', path: '/o/op/data/businesses' },
    answer: ({ state }) =>
      state.businesses.map(({ id, name, locations }) => ({
        ...{ id, name, businessLocations: locations.map((one) => ({ id: one.id, name: one.name })) },
      })),
  },
  {
    ...{ method: 'get', path: '/o/op/data/account-profiles', query },
    answer: (call) => {
      const { id, profiles } = placeOf(call);
      return { businessLocationId: id, accountProfileList: profiles };
    },
  },
  {
    ...{ method: 'get', path: '/o/op/data/:location/floorplans', query: ['expandTables'] },
    answer: ({ state, params, query: asked }) => {
      const { floorplans } = state.location(numberIn('businessLocationId', params['location']));
      if (floorplans.length === 0) throw notFound('No floorplans');
      const expand = asked['expandTables'] === undefined || flagIn('expandTables', asked['expandTables']);
      return floorplans.map(({ id, name, tables }) => ({
        ...{ id, name },
        ...(expand
          ? {
              tables: tables.map(({ number, reference, description, seats }) => ({
                ...{ number, reference, id: `T${id}-${number}`, active: true, description, defaultClientCount: seats },
              })),
            }
          : {}),
      }));
    },
  },
  {
    ...{ method: 'get', path: '/o/op/1/menu/list', query },
    answer: (call) => {
      const { id } = placeOf(call);
      return call.state.catalog.menus
        .filter(({ locations }) => locations.includes(id))
        .map((menu) => ({ menuName: menu.name, ikentooMenuId: menu.id }));
    },
  },
  {
    ...{ method: 'get', path: '/o/op/2/menu/load/:menu', query: [...query, 'accountProfile', 'richContent'] },
    answer: (call) => {
      const { id, profiles } = placeOf(call);
      const [profile = ''] = call.query['accountProfile'] ?? [];
      if (profile !== '' && !profiles.some(({ code }) => code === profile))
        throw invalid('query', 'accountProfile', 'ProfileExists', `There is no account profile ${profile}`);
      const menu = call.state.catalog.menu(numberIn('menuId', call.params['menu']), id);
      return menuAnswer(call.state.catalog, menu, { profile, rich: flagIn('richContent', call.query['richContent']) });
    },
  },
  {
    ...{ method: 'get', path: '/o/op/1/menu/modifiers', query },
    answer: (call) => {
      placeOf(call);
      return [...call.state.catalog.instructions.values()].map(instructionsAnswer);
    },
  },
  {
    ...{ method: 'get', path: '/o/op/1/menu/discounts', query },
    answer: (call) => {
      placeOf(call);
      return call.state.catalog.discounts.map(({ name, code, percentage, amount }) => ({
        ...{ name, code },
        ...(percentage === undefined ? {} : { discountPercentage: percentage }),
        ...(amount === undefined ? {} : { discountAmount: decimalOf(amount) }),
      }));
    },
  },
  {
    ...{ method: 'get', path: '/o/op/1/onlineOrderReadiness', query },
    answer: (call) => call.state.readiness(placeOf(call).id),
  },
  {
    ...{ method: 'get', path: '/o/op/1/itemAvailability', query: [...query, 'skus', 'page', 'size'] },
    answer: (call) =>
      availability(
        call,
        (call.query['skus'] ?? []).flatMap((one) => one.split(',')),
        50,
      ),
  },
  {
    ...{ method: 'post', path: '/o/op/1/itemAvailability', query: [...query, 'page', 'size'] },
    answer: (call) => availability(call, checkSkus(call.body).skus, 100),
  },
];

function availability(call: Call, asked: string[], largest: number): object {
  const { id } = placeOf(call);
  const { skus } = checkSkus({ skus: asked });
  const page = numberIn('page', call.query['page'], { usual: 0 });
  const size = numberIn('size', call.query['size'], { usual: 25, min: 1, max: largest });
  const all = call.state.stock.of(id, skus);
  const unknown = skus.filter((sku) => !call.state.catalog.items.has(sku));
  const data = all.slice(page * size, (page + 1) * size);
  return {
    data,
    metadata: {
      warnings: unknown.map((sku) => ({ type: 'SKU_NOT_FOUND', information: `There is no item ${sku}` })),
      ...{ current: { page, pageSize: data.length }, total: all.length, totalPages: Math.ceil(all.length / size) },
    },
  };
}
