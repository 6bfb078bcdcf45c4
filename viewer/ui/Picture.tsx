import { useEffect, useRef, useState } from 'react';
import { usePictureLoader, type PictureLoader } from './pictureLoader.ts';

export interface PictureProps {
  /** Address on the server. */
  src: string;
  alt: string;
  className?: string | undefined;
  onError?: (() => void) | undefined;
}

/** A picture of the server, once it is near to being seen. Whether the browser or the page fetches it makes no difference. */
export function Picture(props: PictureProps) {
  const loader = usePictureLoader();
  if (loader) return <LoadedPicture key={props.src} {...props} loader={loader} />;
  const { src, alt, className, onError } = props;
  return (
    <img
      key={src}
      className={className}
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={onError}
    />
  );
}

function LoadedPicture({ src, alt, className, onError, loader }: PictureProps & { loader: PictureLoader }) {
  const image = useRef<HTMLImageElement>(null);
  const [address, setAddress] = useState<string>();
  const failed = useRef(onError);
  useEffect(() => {
    failed.current = onError;
  });
  useEffect(() => {
    const element = image.current;
    if (!element) return;
    const abort = new AbortController();
    let made: string | undefined;
    const load = async (): Promise<void> => {
      try {
        const picture = await loader(src, abort.signal);
        if (abort.signal.aborted) return;
        made = URL.createObjectURL(picture);
        setAddress(made);
      } catch {
        if (!abort.signal.aborted) failed.current?.();
      }
    };
    const watching = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        watching.disconnect();
        void load();
      },
      { rootMargin: '200px' },
    );
    watching.observe(element);
    return () => {
      watching.disconnect();
      abort.abort();
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [src, loader]);
  return (
    <img
      ref={image}
      className={className}
      src={address}
      // Until it is there nothing is written in its place.
      alt={address === undefined ? '' : alt}
      decoding="async"
      draggable={false}
      onError={onError}
    />
  );
}
