/** The product's sign: a slice seen through a cloud, in the accent colour. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M7 18.5a4.5 4.5 0 0 1-.6-8.96A6 6 0 0 1 18 10.6a4 4 0 0 1-.5 7.9Z"
        stroke="var(--yy-accent)"
        strokeWidth="1.8"
        strokeLinejoin="round"
      />
      <path d="M9 14.6h6.4M10.4 11.8h3.6" stroke="var(--yy-accent)" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}
