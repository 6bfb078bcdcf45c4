import { describe, expect, it } from 'vitest';
import { studiesInAddress, viewerAddress } from '../studiesInAddress.ts';

const at = (search: string, pathname = '/viewer') => studiesInAddress({ pathname, search });

describe('studiesInAddress', () => {
  it('reads one study, several with commas, and the parameter repeated', () => {
    expect(at('?StudyInstanceUIDs=1.2.3')).toEqual(['1.2.3']);
    expect(at('?StudyInstanceUIDs=1.2,1.3')).toEqual(['1.2', '1.3']);
    expect(at('?StudyInstanceUIDs=1.2&StudyInstanceUIDs=1.3,1.2')).toEqual(['1.2', '1.3']);
  });

  it('leaves out what can be no UID', () => {
    expect(at('?StudyInstanceUIDs=../etc,..,1.2,<b>,not-a-uid')).toEqual(['1.2']);
    expect(at(`?StudyInstanceUIDs=${'1'.repeat(129)}`)).toEqual([]);
  });

  it('opens what an archive holds under a UID that should not be', () => {
    expect(at('?StudyInstanceUIDs=05fa52f0e599')).toEqual(['05fa52f0e599']);
    expect(at(`?StudyInstanceUIDs=${'1'.repeat(65)}`)).toEqual(['1'.repeat(65)]);
  });

  it('names no study on other pages', () => {
    expect(at('?StudyInstanceUIDs=1.2', '/')).toEqual([]);
  });

  it('understands the addresses it makes', () => {
    expect(at(viewerAddress(['1.2', '1.3']).replace('/viewer', ''))).toEqual(['1.2', '1.3']);
  });
});
