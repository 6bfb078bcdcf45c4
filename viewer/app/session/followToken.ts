import { networkError, pageSession, readError, request } from '../../dicomweb/index.ts';
import { loadPicturesBy, type PictureLoader } from '../../ui/index.ts';

/** Pictures carry no header when the browser fetches them: where a header carries the session, the page fetches them. */
export function followToken(): void {
  const follow = (): void => loadPicturesBy(pageSession.token === undefined ? undefined : fetchPicture);
  pageSession.addEventListener('token', follow);
  follow();
}

const fetchPicture: PictureLoader = async (address, signal) => {
  const response = await request(address, { signal, headers: { Accept: 'image/*' } }).catch(networkError);
  if (!response.ok) throw await readError(response);
  return response.blob();
};
