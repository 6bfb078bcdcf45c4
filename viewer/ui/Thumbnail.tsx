import { IconFileText, IconPhotoOff } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { Picture } from './Picture.tsx';
import { usePictureRound } from './pictureRound.ts';
import classes from './Thumbnail.module.css';

export interface ThumbnailProps {
  /** Address of the picture; undefined where there cannot be one (reports, presentation states). */
  src: string | undefined;
  /** Names the picture for those who do not see it; also of the placeholder. */
  alt: string;
  /** What the placeholder says when there is no picture: `SR`, `无缩略图`. */
  placeholder: string;
  /** Stands for a picture the server does not have, instead of an icon that says so. */
  fallback?: ReactNode;
  /** Edge in CSS px; fills its container's width when absent. */
  size?: number;
}

/** A square picture on black; a quiet placeholder where the server has none. */
export function Thumbnail({ src, alt, placeholder, fallback, size }: ThumbnailProps) {
  const round = usePictureRound();
  const [failed, setFailed] = useState<{ src: string; round: number }>();
  const Icon = src === undefined ? IconFileText : IconPhotoOff;
  const style = size === undefined ? undefined : { width: size, height: size };
  return (
    <span className={classes.frame} style={style}>
      {src === undefined || (failed?.src === src && failed.round === round) ? (
        <span className={classes.placeholder} role="img" aria-label={alt}>
          {fallback ?? (
            <>
              <Icon size={20} stroke={1.5} aria-hidden />
              {placeholder}
            </>
          )}
        </span>
      ) : (
        <Picture className={classes.image} src={src} alt={alt} onError={() => setFailed({ src, round })} />
      )}
    </span>
  );
}
