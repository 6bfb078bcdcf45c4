import { searchOfTwo } from './findRegistration.ts';
import type { FindAnswer, FindRequest } from './registrationMessages.ts';

const worker = self as unknown as {
  onmessage: (event: MessageEvent<FindRequest>) => void;
  postMessage: (message: FindAnswer) => void;
};

const search = searchOfTwo();

worker.onmessage = ({ data: { id, kind, first, second } }) => {
  try {
    worker.postMessage({ id, found: search(kind, first, second) });
  } catch (error) {
    worker.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
};
