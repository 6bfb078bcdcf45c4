import { useMemo } from 'react';
import { encode } from 'uqr';

const quietZone = 4;

/** A QR code (ISO/IEC 18004), dark on white whatever the page's colours: cameras want it so. */
export function QrCode({ text, label, size }: { text: string; label: string; /** CSS px */ size: number }) {
  const { path, modules } = useMemo(() => {
    const { data, size: count } = encode(text, { ecc: 'M', border: quietZone });
    const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])));
    return { path: dark.join(''), modules: count };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
    >
      <rect width={modules} height={modules} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
