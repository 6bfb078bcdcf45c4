import { expect, it } from 'vitest';
import { inlineLookupTables } from '../inlineLookupTables.ts';

const away = { vr: 'OW', BulkDataURI: '/there' };

it('puts the data of all look-up tables into the data set, wherever they lie', async () => {
  const asked: string[] = [];
  const dataSet = {
    '00283000': { vr: 'SQ', Value: [{ '00283006': away }] },
    '00283110': {
      vr: 'SQ',
      Value: [
        {},
        {
          '00283010': {
            vr: 'SQ',
            Value: [{ '00283006': { vr: 'US', Value: [1, 2] } }, { '00283006': away }],
          },
        },
      ],
    },
    '00880200': { vr: 'SQ', Value: [{ '00283006': away }] },
  };
  await inlineLookupTables(dataSet, async (path) => {
    asked.push(path.join('/'));
    return Buffer.from([1, 2]);
  });
  expect(asked.sort()).toEqual(['00283000/1/00283006', '00283110/2/00283010/2/00283006']);
  expect(dataSet['00283000'].Value[0]).toEqual({ '00283006': { vr: 'OW', InlineBinary: 'AQI=' } });
  // An icon's table is of no use.
  expect(dataSet['00880200'].Value[0]).toEqual({ '00283006': away });
});

it('leaves the address of what cannot be read', async () => {
  const dataSet = { '00283010': { vr: 'SQ', Value: [{ '00283006': away }] } };
  await inlineLookupTables(dataSet, () => Promise.reject(new Error('gone')));
  expect(dataSet['00283010'].Value[0]).toEqual({ '00283006': away });
});
