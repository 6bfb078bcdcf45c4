/** How icons of the toolbar are drawn. */
export const icon = { size: 20, stroke: 1.6, 'aria-hidden': true } as const;
