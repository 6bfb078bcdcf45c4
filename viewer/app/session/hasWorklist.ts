import { pageSession } from '../../dicomweb/index.ts';

/** Whether there is a worklist to go to: pages that were opened for one patient, by a HIS or a share, have none. */
export const hasWorklist = (): boolean => pageSession.token === undefined;
