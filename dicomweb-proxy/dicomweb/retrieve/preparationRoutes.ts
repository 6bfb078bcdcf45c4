import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';

/**
 * How far the preparation of a study is: `{ series, pictures, frames, prepared, asStored, failed }`; frames that are in
 * none of the last three are still to come. `setAside` names, if there are such, what processes or threads die of. Not part of PS3.18.
 */
export function preparationRoutes(routes: RouteTable, { archive, prepared }: RouteContext): void {
  routes.add({
    method: 'GET',
    path: '/studies/:study/prepared',
    rule: { right: 'read', of: 'study' },
    async handler({ study }, _request, response) {
      response.setHeader('cache-control', 'private, no-cache');
      const setAside = await archive.setAsideOf(study);
      response.json({ ...(await prepared.state(study)), ...(setAside.length > 0 && { setAside }) });
    },
  });
}
