import type { ReactNode } from 'react';
import classes from './AppHeader.module.css';
import { BrandMark } from './BrandMark.tsx';

export interface AppHeaderProps {
  /** The product's name in the reader's language; with `href` a link home. */
  name: string;
  /** The product's name in the other script, smaller. */
  secondName?: string;
  /** A link element around the brand, from the page's router: `(brand) => <Link to="/">{brand}</Link>`. */
  renderHome?: (brand: ReactNode) => ReactNode;
  /** What the page puts in the middle: title, patient, tools. */
  children?: ReactNode;
  /** At the right: language, user. */
  end?: ReactNode;
}

/** The bar on top of every page, 48 px. */
export function AppHeader({ name, secondName, renderHome, children, end }: AppHeaderProps) {
  const brand = (
    <span className={classes.brand}>
      <BrandMark />
      <span className={classes.name}>{name}</span>
      {secondName !== undefined && <span className={classes.second}>{secondName}</span>}
    </span>
  );
  return (
    <header className={classes.header}>
      {renderHome ? renderHome(brand) : brand}
      <div className={classes.middle}>{children}</div>
      <div className={classes.end}>{end}</div>
    </header>
  );
}
